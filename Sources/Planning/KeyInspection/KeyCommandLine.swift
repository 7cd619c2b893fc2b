/// Commands about client keys that a message names, so that they can be typed as they stand.
public enum KeyCommandLine {
  /// `kmsctl key rotate NAME FLAG`, with the programs that it has to be allowed to run.
  ///
  /// A name that begins with '-' stands behind `--`: quotes do not make an operand of it.
  public static func rotate(
    _ accessPoint: String, _ flag: String? = nil, programs: [String] = []
  ) -> String {
    let options =
      (flag.map { [$0] } ?? []) + programs.flatMap { ["--allow-exec", ShellWord.quoted($0)] }
    let name = ShellWord.quoted(accessPoint)
    let words =
      accessPoint.utf8.first == UInt8(ascii: "-")
      ? options + ["--", accessPoint] : [name] + options
    return (["kmsctl key rotate"] + words).joined(separator: " ")
  }
}
