enum KMSCommandsPlaceholder {}
