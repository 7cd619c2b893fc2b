enum KMSSandboxPlaceholder {}
