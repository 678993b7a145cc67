package dev.nightlatch.controlplane;

/// The three programs that make a control plane, in the order in which they are started.
public enum Program {
  ETCD("etcd"),
  KUBE_APISERVER("kube-apiserver"),
  KUBE_CONTROLLER_MANAGER("kube-controller-manager");

  private final String fileName;

  Program(String fileName) {
    this.fileName = fileName;
  }

  /// The name of the program's file, which is also that of its log without the ending.
  public String fileName() {
    return fileName;
  }
}
