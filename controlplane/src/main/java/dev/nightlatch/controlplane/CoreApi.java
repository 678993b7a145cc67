package dev.nightlatch.controlplane;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The few calls to the API server without which there would be no ServiceAccounts to hand out.
record CoreApi(Loopback api, URI server) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int CREATED = 201;
  private static final int CONFLICT = 409;

  /// Source: kubernetes.io, Object Names and IDs, "DNS Label Names" and "DNS Subdomain Names".
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  /// A token is three parts in base64url, so it cannot hold an escaped character.
  private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([A-Za-z0-9._-]+)\"");

  void namespace(String name) {
    create(
        "/api/v1/namespaces",
        """
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}"""
            .formatted(checked(name)));
  }

  /// A token for an account, which is made where it is not there.
  String token(String namespace, String account) {
    String accounts = "/api/v1/namespaces/%s/serviceaccounts".formatted(checked(namespace));
    create(
        accounts,
        """
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "%s"}}"""
            .formatted(checked(account)));
    Loopback.Answer answer =
        post(
            accounts + "/" + account + "/token",
            """
            {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
             "spec": {"expirationSeconds": 86400}}""");
    Matcher token = TOKEN.matcher(answer.body());
    if (answer.status() != CREATED || !token.find()) {
      throw new ControlPlaneException(
          "no token for %s/%s: status %d".formatted(namespace, account, answer.status()));
    }
    return token.group(1);
  }

  private void create(String path, String json) {
    Loopback.Answer answer = post(path, json);
    if (answer.status() != CREATED && answer.status() != CONFLICT) {
      throw new ControlPlaneException(
          "POST %s: status %d, %s".formatted(path, answer.status(), answer.body()));
    }
  }

  private Loopback.Answer post(String path, String json) {
    try {
      return api.postJson(server.resolve(path), json, TIMEOUT);
    } catch (IOException e) {
      throw new ControlPlaneException("POST " + path + " failed", e);
    }
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of a Kubernetes object");
    }
    return name;
  }
}
