/// Command lines of the service's own tool, for what kmsctl does not do.
enum VendorCommand {
  /// Deletes a client key that somebody else made.
  static func deletion(ofClientKey id: String, region: String) -> String {
    "aliyun kms DeleteClientKey --ClientKeyId \(ShellWord.quoted(id)) "
      + "--region \(ShellWord.quoted(region))"
  }
}
