package dev.nightlatch.controlplane.byhand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line of `dev/control-plane user`.
class UserTest {
  @ParameterizedTest
  @ValueSource(strings = {"alice", "alice@example.com", "system:node:n1", "a", "A.b_c+d-e", "007"})
  void namesOfPeopleAndMachinesAreTaken(String name) throws Complaint {
    assertThat(User.parse(List.of("dir", name)).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".", "..", "../x", "a/b", "a\\b", ".hidden", "-x", "a b", "a\nb", "a\0b", "é",
        "admin", "ADMIN"
      })
  void namesThatAreNoFilesOrSomebodyElsesAreNot(String name) {
    assertUsage(List.of("dir", name));
  }

  @Test
  void aNameIsNotEndless() {
    assertUsage(List.of("dir", "a".repeat(201)));
  }

  @Test
  void groupsAreKeptInOrderAndOnce() throws Complaint {
    User user =
        User.parse(
            List.of("--group", "oncall", "my dir", "alice", "--group=b,c", "--group", "oncall"));
    assertThat(user.groups()).containsExactly("oncall", "b,c");
    assertThat(user.folder()).isEqualTo(new Folder(Path.of("my dir")));
  }

  @Test
  void whatIsMissingOrTooMuchIsUsage() {
    assertUsage(List.of());
    assertUsage(List.of("dir"));
    assertUsage(List.of("dir", "alice", "bob"));
    assertUsage(List.of("dir", "alice", "--group"));
    assertUsage(List.of("dir", "alice", "--group="));
    assertUsage(List.of("dir", "alice", "--grp", "x"));
    assertUsage(List.of("", "alice"));
  }

  private static void assertUsage(List<String> arguments) {
    assertThatExceptionOfType(Complaint.class)
        .isThrownBy(() -> User.parse(arguments))
        .satisfies(
            complaint -> {
              assertThat(complaint.exitCode()).isEqualTo(2);
              assertThat(complaint.text()).isNotBlank();
            });
  }
}
