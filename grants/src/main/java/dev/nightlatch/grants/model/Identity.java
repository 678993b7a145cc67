package dev.nightlatch.grants.model;

import java.util.List;

/// Whom the API server takes the caller for. Source: `SelfSubjectReview`, authentication.k8s.io/v1.
public record Identity(String user, List<String> groups) {
  public Identity {
    groups = List.copyOf(groups);
  }
}
