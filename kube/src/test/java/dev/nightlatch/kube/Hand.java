package dev.nightlatch.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightlatch.testkit.Wait;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Somebody's own requests to the API server, as raw as they come, and what it says to each.
record Hand(KubernetesClient client) {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;

  /// What the API server said.
  ///
  /// @param told the object, or a `Status` with the reason of a refusal
  record Answer(int code, Map<?, ?> told) {
    private static final int INVALID = 422;
    private static final int FORBIDDEN = 403;

    boolean isTaken() {
      return code < 300;
    }

    String message() {
      return String.valueOf(told.get("message"));
    }

    /// Asserts that the request was carried out, and returns its object.
    Answer taken() {
      assertThat(isTaken()).as("%s %s", code, told).isTrue();
      return this;
    }

    boolean isRefusedBy(String guard) {
      return code == INVALID && message().contains("ValidatingAdmissionPolicy '" + guard + "'");
    }

    /// Asserts that this guard has refused the request, for this reason.
    void refusedBy(String guard, String reason) {
      assertThat(isRefusedBy(guard)).as("%s %s", code, told).isTrue();
      assertThat(message()).contains("denied request: ").contains(reason);
    }

    /// Asserts that a rule of the kind itself, which is asked before any guard, has refused.
    void refusedByKind(String reason) {
      assertThat(code).as("%s", told).isEqualTo(INVALID);
      assertThat(message()).contains(reason).doesNotContain("ValidatingAdmissionPolicy");
    }

    /// Asserts that the caller has no right to the request, whatever it says.
    void refusedByRoles() {
      assertThat(code).as("%s", told).isEqualTo(FORBIDDEN);
    }

    /// A text at this place of the object, as in `metadata.uid`.
    String text(String path) {
      return String.valueOf(at(path));
    }

    /// What is at this place of the object.
    Object at(String path) {
      return found(path).orElseThrow(() -> new AssertionError(path + " in " + told));
    }

    boolean has(String path) {
      return found(path).isPresent();
    }

    private Optional<Object> found(String path) {
      Optional<Object> found = Optional.of(told);
      for (String field : path.split("\\.", -1)) {
        found = found.map(all -> all instanceof Map<?, ?> fields ? fields.get(field) : null);
      }
      return found;
    }
  }

  Answer get(String path) {
    return send("GET", path, "application/json", "");
  }

  /// Creates an object, written in YAML, in a collection.
  Answer create(String collection, String yaml) {
    return send("POST", collection + "?fieldValidation=Strict", "application/yaml", yaml);
  }

  /// [#create] that leaves nothing behind.
  Answer tryToCreate(String collection, String yaml) {
    String query = "?fieldValidation=Strict&dryRun=All";
    return send("POST", collection + query, "application/yaml", yaml);
  }

  /// Changes an object by a merge patch, with `'` for `"`.
  Answer patch(String path, String change) {
    return send("PATCH", path, "application/merge-patch+json", change.replace('\'', '"'));
  }

  /// Replaces an object by this tree.
  Answer replace(String path, Map<?, ?> tree) {
    String text = client.getKubernetesSerialization().asJson(tree);
    return send("PUT", path, "application/json", text);
  }

  /// Changes an object by a list of operations, with `'` for `"`.
  Answer patchBySteps(String path, String steps) {
    return send("PATCH", path, "application/json-patch+json", steps.replace('\'', '"'));
  }

  /// Server-side apply, by force, under this field manager.
  Answer apply(String path, String manager, String yaml) {
    String query = "?fieldManager=" + manager + "&force=true";
    return send("PATCH", path + query, "application/apply-patch+yaml", yaml);
  }

  Answer delete(String path) {
    return send("DELETE", path, "application/json", "");
  }

  /// A DELETE with options in its body, with `'` for `"`.
  Answer delete(String path, String options) {
    return send("DELETE", path, "application/json", options.replace('\'', '"'));
  }

  boolean sees(String path) {
    Answer answer = get(path);
    return answer.code() != NOT_FOUND && answer.taken().isTaken();
  }

  void awaitGone(String path) {
    Wait.until(SOON, path + " is still there", () -> !sees(path));
  }

  /// Where nothing is served at all, the API server says so in plain text.
  private Map<?, ?> told(String body) {
    return body.startsWith("{")
        ? client.getKubernetesSerialization().unmarshal(body, Map.class)
        : Map.of("message", body);
  }

  private Answer send(String method, String path, String type, String body) {
    var request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(client.getMasterUrl().toString()).resolve(path))
            .header("Accept", "application/json")
            .method(method, type, body.isEmpty() ? null : body)
            .build();
    try {
      HttpResponse<String> response =
          client
              .getHttpClient()
              .sendAsync(request, String.class)
              .get(SOON.toSeconds(), TimeUnit.SECONDS);
      return new Answer(response.code(), told(response.body()));
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
