/// What fish completes: a line for each thing that may come, with a condition and a line on it.
enum FishCompletion {
  static var script: String {
    """
    # Completes convbook's command line in fish; written by: convbook completions fish
    # The words before the cursor that are neither options nor their values.
    function __convbook_operands
        set -l words (commandline -opc)
        set -e words[1]
        set -l option ''
        for word in $words
            if test -n "$option"
                set option ''
                continue
            end
            switch $word
                case \(CompletionTable.values.map(\.option).joined(separator: " "))
                    set option $word
                case '-*'
                case '*'
                    echo $word
            end
        end
    end
    # Whether the command is this one; -1 or how many operands it has, then the words of its name.
    function __convbook_in
        set -l operands (__convbook_operands)
        set -l name $argv[2..-1]
        set -l count (count $name)
        if test $argv[1] -ge 0; and test (count $operands) -ne (math $count + $argv[1])
            return 1
        end
        test $count -eq 0; or test "$operands[1..$count]" = "$name"
    end
    complete -c convbook -f
    \(CompletionTable.places.flatMap(lines).joined(separator: "\n"))
    """
  }

  private static func lines(_ place: CompletionTable.Place) -> [String] {
    let condition = condition(place.operands, place.command)
    let commands = place.commands.map { "\(condition) -a \(quoted($0.name)) -d \(quoted($0.summary))" }
    let operands = argument(place.candidates).map { ["\(condition) -k -a \($0)"] } ?? []
    return commands + operands + (place.isFirst ? place.options.map { line($0, of: place) } : [])
  }

  private static func line(_ option: Spelling, of place: CompletionTable.Place) -> String {
    let condition = condition(place.command.isEmpty ? 0 : nil, place.command)
    let words = argument(option.form.candidates).map { " -a \($0)" } ?? ""
    let value = option.form.placeholder == nil ? "" : " -x\(words)"
    return "\(condition) -l \(option.parameter.name)\(value) -d \(quoted(option.explanation))"
  }

  private static func condition(_ operands: Int?, _ command: String) -> String {
    let place = (["__convbook_in", "\(operands ?? -1)"] + command.split(separator: " ").map(String.init))
    return "complete -c convbook -n \(quoted(place.joined(separator: " ")))"
  }

  private static func argument(_ candidates: ValueForm.Candidates) -> String? {
    switch candidates {
    case .nothing: nil
    case .words(let words): quoted(words.joined(separator: " "))
    case .folders: quoted("(__fish_complete_directories (commandline -ct))")
    case .notebooks: quoted("(__fish_complete_suffix .md)")
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
