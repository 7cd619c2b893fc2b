import KMSModel

/// Everything that one simulated story is made of; the same scenario gives the same story, always.
///
/// Faults and switches stand here as values, so a story gets shorter by leaving some out.
struct Scenario: Sendable, Hashable {
  /// What the account looks like when it begins.
  var start = StartingPoint.delivered
  /// Who acts; a place stays when its actor is left out, so that the others keep their numbers.
  var actors: [Actor?]
  /// When another actor goes on.
  var switches: [Switch] = []
  /// What goes wrong.
  var faults: [FaultPoint] = []
  /// Where not the first of several waiting things of one actor happens.
  var turns: [Turn] = []
}

/// What the account and the applications look like when a story begins.
enum StartingPoint: String, Sendable, Hashable, CaseIterable {
  /// Nothing of the stack is there.
  case empty
  /// Applied, one key delivered.
  case delivered
  /// The same, and the key is due.
  case due
  /// Rotated lately: the predecessor lives on.
  case overlapping
  /// The predecessor may go.
  case retirable
  /// A run died with an intent that names no key.
  case begun
  /// A run died when the key was asked for and the intent named it.
  case named
  /// A run died after the key was published and before it was recorded.
  case published
  /// A lost call left a twin of the key in use.
  case orphaned
  /// Terraform made the same objects, without markers, and a key.
  case foreign
}

/// Somebody who acts.
enum Actor: Sendable, Hashable {
  /// A run of kmsctl.
  case run(Command, Machine = Machine())
  /// Another team, the console, Terraform: one event for each edit.
  case edits([Edit])
  /// The clock goes on by so many seconds, one event for each.
  case clock([Int64])
}

/// Where a run runs.
struct Machine: Sendable, Hashable {
  /// Which host: runs of one host know of each other whether they live.
  var host = 0
  /// How far its clock is ahead, in seconds.
  var skew: Int64 = 0
  /// How far the `Date` is moved that it sees, in seconds: a proxy's, or a wrong server's.
  var dateShift: Int64 = 0
  /// How many steps run side by side.
  var parallelism = 8
}

/// What a run does.
enum Command: Sendable, Hashable {
  /// `kmsctl apply`.
  case apply(Variant)
  /// `kmsctl apply --adopt …`, of whatever has no owner.
  case adopt
  /// `kmsctl key rotate web --now`.
  case rotateNow
  /// `kmsctl key rotate --due`.
  case rotateDue
  /// `kmsctl key rotate web --compromised`.
  case compromised
  /// `kmsctl key retire`, of the predecessor, or of the key in use when there is none.
  case retire
  /// `kmsctl key orphans --delete`.
  case orphans
  /// One that only reads.
  case read(Reading)
}

/// A command that only reads.
enum Reading: Sendable, Hashable {
  /// `kmsctl plan --detailed-exitcode`.
  case plan
  /// `kmsctl drift`.
  case drift
  /// `kmsctl key list`.
  case list
  /// `kmsctl key trace`, of the key in use.
  case trace
  /// `kmsctl key verify`, of the key file in this directory.
  case verify(String)
  /// `kmsctl whoami`.
  case whoami
}

/// Which manifests an apply has.
enum Variant: String, Sendable, Hashable, CaseIterable {
  case base
  /// Other addresses and other resources.
  case moved
  /// Another name for the policy.
  case renamed
}

/// What others do to the account, behind kmsctl's back.
enum Edit: Sendable, Hashable {
  /// Another stack takes an object over: its marker stands there now.
  case takeOver(Place)
  /// Terraform writes the description without the marker.
  case dropMarker(Place)
  /// Somebody changes what an object allows.
  case change(Place)
  /// Somebody deletes an object.
  case delete(Place)
  /// Somebody makes a client key by hand.
  case makeKey
  /// Somebody deletes the client key in use.
  case deleteCurrentKey

  enum Place: String, Sendable, Hashable, CaseIterable {
    case rule, policy, accessPoint

    /// The object of the base manifests.
    var id: ResourceID {
      switch self {
      case .rule: ResourceID(.networkRule, "vpc")
      case .policy: ResourceID(.policy, "crypto")
      case .accessPoint: ResourceID(.accessPoint, "web")
      }
    }
  }
}

/// A moment in an actor's life, by its own count, so that it stays when others are left out.
enum Moment: Sendable, Hashable {
  /// Before its event of this number, from 0: a start, a call, a wait, a delivery.
  case event(Int)
  /// Before its call of this number that changes something, from 0.
  case change(Int)
  /// Before the end of its wait of this number, from 0.
  case wait(Int)
  /// Before the end of a wait right after a fault of its own.
  case waitAfterFault
}

/// At this moment another actor goes on.
struct Switch: Sendable, Hashable {
  var actor: Int
  var moment: Moment
  var next: Int
}

/// At this moment the actor's waiting things take another order.
struct Turn: Sendable, Hashable {
  var actor: Int
  var event: Int
  var pick: Int
}

/// A fault at one call or delivery of an actor.
struct FaultPoint: Sendable, Hashable {
  var actor: Int
  var target: Target
  var fault: Fault

  enum Target: Sendable, Hashable {
    /// Its call of this number, from 0.
    case call(Int)
    /// Its call of this number that changes something, from 0.
    case change(Int)
    /// Its call of this operation and number, from 0.
    case named(String, Int)
    /// Every one of its calls of this operation.
    case every(String)
    /// Its operation of this number at a destination, from 0.
    case place(Int)
    /// Whatever its event of this number is, from 0.
    case event(Int)
  }
}

/// What goes wrong with one call, or one operation at a destination.
enum Fault: Sendable, Hashable {
  /// The request never arrives.
  case lostRequest
  /// The work is done, the answer never arrives.
  case lostAnswer
  /// The client gives up; the work is done after so many further events.
  case late(Int)
  /// 429, with a hint how long to wait or without.
  case throttled(hint: Bool)
  /// 503, nothing done.
  case unavailable
  /// 500 after the work.
  case failedAfterwards
  /// One field of the answer is not as it should be.
  case thin(field: Int, Thinness)
  /// One place of the answer holds something else.
  case rewritten(Rewriting)
  /// An answer without the work: a proxy's.
  case hollow(Hollowness)
  /// From here on so many reads show what was there some seconds ago.
  case lagging(seconds: Int64, reads: Int)
  /// The `Date` of this answer is moved by so many seconds.
  case dated(Int64)
  /// The program is killed: it never comes back from here.
  case killed(afterWork: Bool)

  enum Thinness: Sendable, Hashable, CaseIterable { case missing, null, emptyText, emptyList }

  enum Hollowness: Sendable, Hashable, CaseIterable { case empty, page, blankObject, noContent }
}
