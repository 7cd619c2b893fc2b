/// The directory of `Package.swift`, from this file's own place.
enum PackageRoot {
  static let path: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()
}
