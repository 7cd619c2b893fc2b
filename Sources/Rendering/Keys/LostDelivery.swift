internal import Planning

/// A key in use that a destination does not hold any more, as JSON documents of applies have it.
struct LostDelivery: Encodable {
  var accessPoint: String
  var keyID: String
  var places: [KeyDelivery.Place]
  var nextStep: String

  init(_ delivery: KeyDelivery) {
    accessPoint = delivery.accessPoint
    keyID = delivery.keyID
    places = delivery.lostPlaces
    nextStep = delivery.nextStep
  }
}
