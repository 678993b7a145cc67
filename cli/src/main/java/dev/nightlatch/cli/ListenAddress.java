package dev.nightlatch.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where to listen, as people type it: `:8081`, `127.0.0.1:0`, `[::1]:8081`.
final class ListenAddress {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|)):([0-9]{1,5})");

  private static final int LAST_PORT = 65_535;

  private ListenAddress() {}

  /// Reads an address. A name is none: what it leads to may change.
  ///
  /// @throws CommandFailed if it makes no sense
  static InetSocketAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(3)) > LAST_PORT) {
      throw senseless(text);
    }
    int port = Integer.parseInt(form.group(3));
    String address = form.group(1) == null ? form.group(2) : form.group(1);
    try {
      return address.isEmpty()
          ? new InetSocketAddress(port)
          : new InetSocketAddress(InetAddress.ofLiteral(address), port);
    } catch (IllegalArgumentException senseless) {
      throw senseless(text);
    }
  }

  private static CommandFailed senseless(String text) {
    return new CommandFailed(
        Exit.USAGE,
        "'" + text + "' is no address to listen on; ':8081' or '127.0.0.1:8081' would be one");
  }
}
