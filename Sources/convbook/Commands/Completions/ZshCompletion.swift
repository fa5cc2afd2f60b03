/// What zsh completes, as a function for its completion system: with a line on each.
enum ZshCompletion {
  static var script: String {
    """
    #compdef convbook
    # Completes convbook's command line in zsh; written by: convbook completions zsh
    _convbook() {
      local before option= files=
      local -a operands list flags
      for before in "${(@)words[2,CURRENT-1]}"; do
        if [[ -n $option ]]; then option=; continue; fi
        case $before in
          \(CompletionTable.values.map(\.option).joined(separator: "|"))) option=$before ;;
          -*) ;;
          *) operands+=("$before") ;;
        esac
      done
      if [[ -z $option && $PREFIX == --*=* ]]; then
        option=${PREFIX%%=*}
        compset -P '*='
      fi
      case "${operands[*]} ${#operands[@]}" in
    \(CompletionTable.places.map(branch).joined(separator: "\n"))
      esac
      case $option in
        '') if [[ $PREFIX == -* ]]; then _describe -o option flags; return; fi ;;
    \(CompletionTable.values.map { "    \($0.option)) \(setting($0.candidates)) ;;" }
      .joined(separator: "\n"))
      esac
      case $files in
        folders) _files -/ ;;
        notebooks) _files -g '*.md' ;;
        *) if (( $#list )); then _describe value list; fi ;;
      esac
    }
    # Run by the completion system, or read by a shell that has begun.
    if [[ $funcstack[1] == _convbook ]]; then _convbook "$@"; else compdef _convbook convbook; fi
    """
  }

  private static func branch(_ place: CompletionTable.Place) -> String {
    let flags = place.options.map { described($0.name, $0.explanation) }
    return """
          \(place.pattern(quote: BashCompletion.quoted)))
            \(place.commands.isEmpty ? setting(place.candidates) : setting(place.commands))
            flags=(\(flags.joined(separator: " "))) ;;
      """
  }

  private static func setting(_ commands: [(name: String, summary: String)]) -> String {
    "list=(\(commands.map { described($0.name, $0.summary) }.joined(separator: " "))) files="
  }

  private static func setting(_ candidates: ValueForm.Candidates) -> String {
    switch candidates {
    case .nothing: "list=() files="
    case .words(let words): "list=(\(words.map(BashCompletion.quoted).joined(separator: " "))) files="
    case .folders: "list=() files=folders"
    case .notebooks: "list=() files=notebooks"
    }
  }

  /// As `_describe` reads it.
  private static func described(_ name: String, _ summary: String) -> String {
    BashCompletion.quoted("\(name.replacing(":", with: "\\:")):\(summary)")
  }
}
