/// What bash completes, as a function for `complete -F`.
enum BashCompletion {
  static var script: String {
    """
    # Completes convbook's command line in bash; written by: convbook completions bash
    _convbook() {
      local word=${COMP_WORDS[COMP_CWORD]} option= list= flags= files= before i
      local -a operands=()
      for ((i = 1; i < COMP_CWORD; i++)); do
        before=${COMP_WORDS[i]}
        # bash makes three words of --name=value.
        if [[ $before == = ]]; then continue; fi
        if [[ -n $option ]]; then option=; continue; fi
        case $before in
          \(CompletionTable.values.map(\.option).joined(separator: " | "))) option=$before ;;
          -*) ;;
          *) operands+=("$before") ;;
        esac
      done
      if [[ $word == = ]]; then word=; fi
      case "${operands[*]} ${#operands[@]}" in
    \(CompletionTable.places.map(branch).joined(separator: "\n"))
      esac
      case $option in
        '') if [[ $word == -* ]]; then list=$flags files=; fi ;;
    \(CompletionTable.values.map { "    \($0.option)) \(setting($0.candidates)) ;;" }
      .joined(separator: "\n"))
      esac
      COMPREPLY=()
      case $files in
        folders) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
        notebooks) mapfile -t COMPREPLY < <(compgen -d -- "$word"; compgen -f -X '!*.md' -- "$word") ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$list" -- "$word") ;;
      esac
      # So that a folder gets its slash, and a blank in a name its backslash.
      if [[ -n $files ]]; then compopt -o filenames 2>/dev/null; fi
    }
    complete -F _convbook convbook
    """
  }

  private static func branch(_ place: CompletionTable.Place) -> String {
    let flags = place.options.map(\.name).joined(separator: " ")
    return "    \(place.pattern(quote: quoted))) \(setting(place.words)) flags=\(quoted(flags)) ;;"
  }

  private static func setting(_ candidates: ValueForm.Candidates) -> String {
    switch candidates {
    case .nothing: "list= files="
    case .words(let words): "list=\(quoted(words.joined(separator: " "))) files="
    case .folders: "list= files=folders"
    case .notebooks: "list= files=notebooks"
    }
  }

  static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
