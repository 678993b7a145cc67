package dev.nightlatch.controlplane.byhand;

import dev.nightlatch.controlplane.ControlPlane;
import dev.nightlatch.controlplane.Kubeconfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// Writes a kubeconfig for a user and groups.
///
/// @param groups as given, without repetitions
record User(Folder folder, String name, List<String> groups) {
  private static final String USAGE = "usage: dev/control-plane user DIR NAME [--group GROUP]...";

  /// What may stand in a file's name on every system and cannot leave the folder.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@._:+-]{0,199}");

  static void run(List<String> arguments) throws IOException, Complaint {
    User user = parse(arguments);
    user.folder.requireUp();
    URI server = URI.create(Files.readString(user.folder.ready()).strip());
    Kubeconfig kubeconfig =
        ControlPlane.userOf(
            user.folder.data(), server, user.name, user.groups.toArray(String[]::new));
    System.out.println(kubeconfig.write(user.folder.kubeconfig(user.name)));
  }

  static User parse(List<String> arguments) throws Complaint {
    List<String> plain = new ArrayList<>();
    SequencedSet<String> groups = new LinkedHashSet<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--group") || argument.equals("-g")) {
        i++;
        if (i == arguments.size()) {
          throw Complaint.usage("--group needs a name; " + USAGE);
        }
        groups.add(group(arguments.get(i)));
      } else if (argument.startsWith("--group=")) {
        groups.add(group(argument.substring("--group=".length())));
      } else if (argument.startsWith("-")) {
        throw Complaint.usage("unknown option '" + argument + "'; " + USAGE);
      } else {
        plain.add(argument);
      }
    }
    if (plain.size() != 2) {
      throw Complaint.usage(USAGE);
    }
    return new User(Main.folder(plain.getFirst()), name(plain.getLast()), List.copyOf(groups));
  }

  private static String name(String name) throws Complaint {
    if (!NAME.matcher(name).matches()) {
      throw Complaint.usage(
          "'"
              + name
              + "' cannot be a user's name here: letters, digits and @ . _ : + - only, the"
              + " first a letter or digit");
    }
    if (name.equalsIgnoreCase("admin")) {
      throw Complaint.usage("'" + name + "' would take the place of the admin's file");
    }
    return name;
  }

  private static String group(String group) throws Complaint {
    if (group.isBlank() || group.chars().anyMatch(Character::isISOControl)) {
      throw Complaint.usage("a group's name must not be empty");
    }
    return group;
  }
}
