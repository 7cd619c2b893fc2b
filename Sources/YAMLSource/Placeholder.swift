enum YAMLSourcePlaceholder {}
