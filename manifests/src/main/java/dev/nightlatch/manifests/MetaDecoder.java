package dev.nightlatch.manifests;

import dev.nightlatch.grants.model.DnsNames;
import dev.nightlatch.grants.model.Meta;
import dev.nightlatch.grants.model.Owner;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.manifests.Problem.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `metadata`. Source: `ObjectMeta`, meta/v1.
final class MetaDecoder {
  static final String[] FIELDS = {
    "name",
    "generateName",
    "namespace",
    "selfLink",
    "uid",
    "resourceVersion",
    "generation",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "labels",
    "annotations",
    "ownerReferences",
    "finalizers",
    "managedFields"
  };
  static final String DEFAULT_NAMESPACE = "default";

  /// Where the objects of a kind live.
  enum Scope {
    NAMESPACE,
    CLUSTER
  }

  private MetaDecoder() {}

  static Optional<Meta> meta(Cursor object, Scope scope) {
    Cursor cursor = object.at("metadata");
    if (!cursor.requireMapping("a mapping with at least a name")) {
      return Optional.empty();
    }
    if (cursor.place().isInFile()) {
      cursor.only(Weight.SEVERE, FIELDS);
    }
    Optional<String> name = name(cursor.at("name"));
    Optional<String> namespace = namespace(cursor.at("namespace"), scope);
    String kind = object.at("kind").text().orElse("");
    Optional<Uid> uid =
        name.flatMap(
            known ->
                namespace.flatMap(in -> uid(cursor.at("uid"), new Unassigned(kind, in, known))));
    String version = cursor.at("resourceVersion").text().orElse("");
    long generation = cursor.at("generation").whole().orElse(0L);
    Instant created = Times.instant(cursor.at("creationTimestamp")).orElse(Instant.EPOCH);
    boolean terminating = Times.instant(cursor.at("deletionTimestamp")).isPresent();
    Map<String, String> labels = Selectors.labels(cursor.at("labels"));
    Map<String, String> annotations = cursor.at("annotations").texts();
    List<Owner> owners = owners(cursor.at("ownerReferences"));
    List<String> finalizers = finalizers(cursor.at("finalizers"));
    return uid.map(
        id ->
            new Meta(
                namespace.orElseThrow(),
                name.orElseThrow(),
                id,
                version,
                generation,
                created,
                terminating,
                labels,
                annotations,
                owners,
                finalizers));
  }

  static Optional<String> name(Cursor cursor) {
    Optional<String> name = cursor.requiredText("the object's name");
    if (name.isPresent() && !DnsNames.isSubdomain(name.get())) {
      cursor.wrong("a name of lower-case letters, digits, - and .");
      return Optional.empty();
    }
    return name;
  }

  /// The namespace; empty text for a cluster-scoped object.
  static Optional<String> namespace(Cursor cursor, Scope scope) {
    Optional<String> namespace = cursor.text().filter(text -> !text.isEmpty());
    return switch (scope) {
      case CLUSTER -> {
        if (namespace.isPresent()) {
          cursor.wrong("no namespace: this kind belongs to the whole cluster");
        }
        yield Optional.of("");
      }
      case NAMESPACE -> {
        if (namespace.isPresent()) {
          yield named(cursor, namespace.get());
        }
        if (cursor.place().isInFile()) {
          cursor.notice(
              ProblemCode.NAMESPACE_ASSUMED,
              "no metadata.namespace",
              "the namespace written out; \"default\" is assumed");
          yield Optional.of(DEFAULT_NAMESPACE);
        }
        cursor.missing("the object's namespace");
        yield Optional.empty();
      }
    };
  }

  private static Optional<String> named(Cursor cursor, String namespace) {
    if (!DnsNames.isLabel(namespace)) {
      cursor.wrong("a namespace's name");
      return Optional.empty();
    }
    return Optional.of(namespace);
  }

  private static Optional<Uid> uid(Cursor cursor, Unassigned unassigned) {
    Optional<String> uid = cursor.text().filter(text -> !text.isEmpty());
    if (uid.isEmpty() && !cursor.place().isInFile()) {
      cursor.missing("the UID that the API server gave");
      return Optional.empty();
    }
    return Optional.of(uid.map(Uid::new).orElseGet(unassigned::uid));
  }

  private static List<Owner> owners(Cursor cursor) {
    List<Owner> owners = new ArrayList<>();
    for (Cursor item : cursor.items()) {
      if (item.requireMapping("an owner reference")) {
        Optional<String> apiVersion = item.at("apiVersion").requiredText("the owner's apiVersion");
        Optional<String> kind = item.at("kind").requiredText("the owner's kind");
        Optional<String> name = item.at("name").requiredText("the owner's name");
        Optional<Uid> uid = presentUid(item.at("uid"));
        if (apiVersion.isPresent() && kind.isPresent() && name.isPresent() && uid.isPresent()) {
          owners.add(new Owner(apiVersion.get(), kind.get(), name.get(), uid.get()));
        }
      }
    }
    return owners;
  }

  /// A UID that must be there.
  static Optional<Uid> presentUid(Cursor cursor) {
    Optional<String> text = cursor.requiredText("a UID");
    if (text.isPresent() && text.get().isEmpty()) {
      cursor.wrong("a UID");
    }
    return text.filter(uid -> !uid.isEmpty()).map(Uid::new);
  }

  private static List<String> finalizers(Cursor cursor) {
    List<String> finalizers = new ArrayList<>();
    cursor.items().forEach(item -> item.requiredText("a finalizer").ifPresent(finalizers::add));
    return finalizers;
  }
}
