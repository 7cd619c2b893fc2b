enum CredentialsPlaceholder {}
