enum KMSClientPlaceholder {}
