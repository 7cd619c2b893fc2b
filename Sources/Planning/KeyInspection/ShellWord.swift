internal import Texts

/// Words for a command line that somebody will copy into a shell.
public enum ShellWord {
  /// The word, between single quotes when a shell would not take it as it is.
  public static func quoted(_ word: String) -> String {
    ShellText.word(word)
  }
}
