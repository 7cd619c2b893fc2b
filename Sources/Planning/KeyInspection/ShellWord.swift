/// Words for a command line that somebody will copy into a shell.
public enum ShellWord {
  /// The word, between single quotes when a shell would not take it as it is.
  public static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty && !word.hasPrefix("-")
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-/:@".contains($0)) }
    return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
