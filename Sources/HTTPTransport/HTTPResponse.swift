/// One complete HTTP answer.
public struct HTTPResponse: Sendable {
  /// The status code.
  public var status: Int
  /// Header fields, names in lower case.
  public var headers: [(name: String, value: String)]
  /// The body.
  public var body: [UInt8]

  /// Creates a response.
  public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The value of the first field with this lower-case name.
  public func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}
