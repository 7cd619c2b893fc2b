import Diagnostics

/// YAML with `①` where a diagnostic must point; the markers are taken out and their places kept.
struct MarkedYAML {
  let text: String
  let places: [SourceLocation]

  init(_ marked: String, file: String) {
    var text = ""
    var places: [SourceLocation] = []
    var place = SourceLocation(file: file, line: 1, column: 1)
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "①": places.append(place)
      case "\n":
        place = SourceLocation(file: file, line: place.line + 1, column: 1)
        text.unicodeScalars.append(scalar)
      default:
        place.column += 1
        text.unicodeScalars.append(scalar)
      }
    }
    self.text = text
    self.places = places
  }
}
