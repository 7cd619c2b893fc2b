internal import KMSModel

/// Whose doing a difference is, read from three digests.
enum OriginReading {
  static func origin(
    marker: Marker?, live: AppliedDigest, desired: AppliedDigest?
  ) -> Change.Origin {
    guard let applied = marker?.appliedDigest,
      applied.version == AppliedDigest.currentVersion
    else { return .unknown }
    if applied == live { return .git }
    return applied == desired ? .drift : .both
  }
}
