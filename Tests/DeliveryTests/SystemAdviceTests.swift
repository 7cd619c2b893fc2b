import Delivery
import Glibc
import Testing

struct SystemAdviceTests {
  @Test(
    "F7: what the system said decides the next step",
    arguments: [
      (ENOSPC, "make room on the file system of 'x'"),
      (EDQUOT, "make room in the disk quota of the user who runs kmsctl, or raise it"),
      (EROFS, "mount the file system of 'x' so that it can be written to"),
      (EACCES, "let the user who runs kmsctl read and write 'x'"),
      (EPERM, "let the user who runs kmsctl read and write 'x'"),
      (ENOTDIR, "move the file away that stands where 'x' needs a directory"),
      (ENAMETOOLONG, "shorten the path 'x'"),
      (EMFILE, "raise the limit on open files (ulimit -n)"),
      (EBADF, "make 'x' usable for the user who runs kmsctl"),
    ])
  func theNumberDecides(number: Int32, step: String) {
    #expect(SystemAdvice.nextStep(after: number, at: "x") == step)
  }
}
