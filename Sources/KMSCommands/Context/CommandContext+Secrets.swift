internal import Credentials
internal import Secrets

extension CommandContext {
  /// Covers the secrets that the environment holds.
  var redactor: Redactor { Redactor(EnvironmentSecrets.all(in: environment)) }

  /// The context whose stderr shows no secret of the environment, whoever wrote the message.
  ///
  /// Data on stdout stays as it is; the errors in it are covered where they are made.
  var coveringSecrets: CommandContext {
    var context = self
    let (redactor, write) = (redactor, err.write)
    context.err.write = { write(redactor.covering($0)) }
    return context
  }
}

extension CommandFailure {
  func covered(by redactor: Redactor) -> CommandFailure {
    var copy = self
    copy.message = redactor.covering(message)
    copy.nextStep = nextStep.map(redactor.covering)
    return copy
  }
}
