package dev.nightlatch.controlplane;

/// A certificate and its private key, both in PEM.
record Identity(String certificate, String key) {

  /// Says whose it is no more than the certificate does: the key stays out of logs.
  @Override
  public String toString() {
    return "Identity[...]";
  }
}
