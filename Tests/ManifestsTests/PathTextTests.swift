import Testing

@testable import Manifests

@Suite struct PathTextTests {
  @Test(arguments: [
    ("a/./b//c/", "a/b/c"), ("/a/../b", "/b"), ("/../a", "/a"), ("../a", "../a"), ("a/..", "."),
    ("./", "."), ("/", "/"), ("a/../../b", "../b"),
  ])
  func pathsAreNormalised(_ path: String, _ expected: String) {
    #expect(PathText.normalized(path) == expected)
  }

  @Test(arguments: [
    ("/r/manifests/a.yaml", "/r", "manifests/a.yaml"), ("/r/a", "/r/x/y", "../../a"),
    ("/r", "/r", "."), ("/ra/b", "/r", "../ra/b"), ("/a", "/", "a"),
  ])
  func pathsAreSeenFromADirectory(_ path: String, _ directory: String, _ expected: String) {
    #expect(PathText.relative(path, to: directory) == expected)
  }

  @Test func insideMeansWholeNames() {
    #expect(PathText.isInside("/r/a/b", "/r/a"))
    #expect(PathText.isInside("/r/a", "/r/a/"))
    #expect(PathText.isInside("/x", "/"))
    #expect(!PathText.isInside("/r/ab", "/r/a"))
  }

  @Test(arguments: [("/a/b", "/a"), ("/a", "/"), ("a", ".")])
  func everyPathHasAParent(_ path: String, _ parent: String) {
    #expect(PathText.parent(of: path) == parent)
  }
}
