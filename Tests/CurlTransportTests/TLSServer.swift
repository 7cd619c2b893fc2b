import Foundation
import Glibc
import Testing

/// An HTTPS server with a certificate of its own for 127.0.0.1, in a Python process.
///
/// Children are started and waited for by hand: `Foundation.Process` waits on a run loop, which
/// blocks the few threads all tests share.
struct TLSServer {
  let certificate: String
  let port: Int
  var url: String { "https://127.0.0.1:\(port)/" }
  private let folder: URL
  private let process: pid_t

  init(newest: String = "TLSv1_3", hasEnded: Bool = false) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appending(path: "certificate.pem").path
    let key = folder.appending(path: "key.pem")
    let dates = hasEnded ? ["20200101000000Z", "20210101000000Z"] : ["", ""]
    let openssl = try Self.start(["sh", "-c", Self.issue, folder.path] + dates)
    var status: Int32 = 0
    waitpid(openssl.process, &status, 0)
    close(openssl.output)
    let python = try Self.start(
      ["python3", "-c", Self.program, certificate, key.path, newest])
    process = python.process
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = read(python.output, &buffer, buffer.count)
    close(python.output)
    let line = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  func stop() {
    kill(process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    try? FileManager.default.removeItem(at: folder)
  }

  /// Starts a program with its standard output in a pipe and its errors dropped.
  private static func start(_ words: [String]) throws -> (process: pid_t, output: Int32) {
    var pipe: [Int32] = [0, 0]
    guard Glibc.pipe(&pipe) == 0 else { throw POSIXError(.EMFILE) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let status = posix_spawnp(&process, words[0], &actions, nil, &arguments, environ)
    close(pipe[1])
    guard status == 0 else { throw POSIXError(.ENOENT) }
    return (process, pipe[0])
  }

  /// Makes a key and a certificate that signs itself; `openssl req` takes no dates, `ca` does.
  private static let issue = """
    cd "$0" && touch index.txt && openssl req -newkey rsa:2048 -nodes -subj /CN=test -keyout key.pem \\
      -out request.pem && printf '%s\\n' '[ca]' 'default_ca=a' '[a]' 'database=index.txt' \\
      'new_certs_dir=.' 'default_md=sha256' 'policy=p' 'rand_serial=yes' '[p]' \\
      'commonName=supplied' '[e]' 'subjectAltName=IP:127.0.0.1' 'basicConstraints=CA:TRUE' > ca.cnf &&
      openssl ca -batch -selfsign -notext -config ca.cnf -extensions e -keyfile key.pem \\
      -in request.pem -out certificate.pem $(test -n "$1" && echo -startdate "$1" -enddate "$2" || echo -days 2)
    """

  private static let program = """
    import http.server, ssl, sys
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(200)
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"secure")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.maximum_version = getattr(ssl.TLSVersion, sys.argv[3])
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    """
}
