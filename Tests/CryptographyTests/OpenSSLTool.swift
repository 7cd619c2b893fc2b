import Foundation

/// Runs the `openssl` program, the second opinion of these tests.
enum OpenSSLTool {
  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  /// Writes bytes to a file of its own for the length of one call.
  static func withFile<Result>(
    _ bytes: [UInt8], _ body: (String) throws -> Result
  ) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).bin")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try body(file.path)
  }

  /// The PEM block of a kind inside a text, with its line breaks.
  static func block(_ kind: String, in text: String) -> String? {
    guard let start = text.range(of: "-----BEGIN \(kind)-----"),
      let end = text.range(of: "-----END \(kind)-----\n")
    else { return nil }
    return String(text[start.lowerBound..<end.upperBound])
  }
}
