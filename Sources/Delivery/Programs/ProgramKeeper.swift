internal import Glibc

/// Sees to it that a program does not outlive kmsctl: a delivery that goes on after its run was
/// killed could put an old key over its successor, with nobody left to notice.
///
/// A process of its own that reads from kmsctl. When kmsctl is gone before it said that the program
/// is over, the program's process group is killed.
struct ProgramKeeper {
  private let line: Int32
  private let processID: pid_t

  /// Both lines come from kmsctl; at the end of the input, kmsctl is gone.
  private static let script =
    #"read -r group && { read -r over || kill -s KILL -- "-$group"; }"#

  /// Starts it before the program.
  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
    else { throw SystemError("start", "/bin/sh") }
    line = ends[0]
    defer { close(ends[1]) }
    do throws(SystemError) {
      processID = try Self.start(reading: ends[1])
    } catch {
      close(ends[0])
      throw error
    }
  }

  /// From here on the program's group ends with kmsctl.
  func watch(_ processGroup: pid_t) { say("\(processGroup)") }

  /// The program is over: whatever it left running is its own business.
  func dismiss() {
    say("over")
    close(line)
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0, errno == EINTR {}
  }

  private func say(_ word: String) {
    let bytes = Array("\(word)\n".utf8)
    // Without SIGPIPE: should somebody have killed the keeper, the program still has its time limit.
    _ = send(line, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  private static let highestDescriptor: Int32 = 1_024

  /// A shell with nothing of kmsctl's but the line, in a process group of its own.
  private static func start(reading input: Int32) throws(SystemError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    // What another thread is opening right now may not close by itself yet.
    for number in 3..<highestDescriptor { posix_spawn_file_actions_addclose(&actions, number) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var words: [UnsafeMutablePointer<CChar>?] =
      ["sh", "-c", script].map { (word: String) in strdup(word) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let result = posix_spawn(&child, "/bin/sh", &actions, &attributes, &words, &variables)
    guard result == 0 else {
      errno = result
      throw SystemError("start", "/bin/sh")
    }
    return child
  }
}
