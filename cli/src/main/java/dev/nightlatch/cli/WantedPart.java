package dev.nightlatch.cli;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.PortRange;
import dev.nightlatch.engine.set.Protocol;
import dev.nightlatch.grants.model.AccessRule;
import dev.nightlatch.grants.model.DnsNames;
import dev.nightlatch.grants.model.ObjectKey;
import dev.nightlatch.grants.model.Origin;
import dev.nightlatch.grants.model.Part;
import dev.nightlatch.grants.model.SourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// How much of a rule somebody wants.
final class WantedPart {
  @Option(
      names = "--from",
      paramLabel = "ADDRESS|SOURCE",
      description =
          "Your own address: opens for it alone; some rules want it. Or one of the rule's sources,"
              + " as NAME or NAMESPACE/NAME: opens for it alone. May be repeated.")
  List<String> from = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Port.class,
      description =
          "Only this port of the rule, as 5432, 53/UDP or 8000-8010/TCP. May be repeated.")
  List<PortRange> ports = List.of();

  /// Checks what can be checked without the rule.
  ///
  /// @throws CommandFailed if a word can be neither an address nor a source: whoever typed it
  void check() {
    for (String word : from) {
      if (isAddress(word)) {
        var _ = address(word);
      } else if (!isSource(word)) {
        throw new CommandFailed(
            Exit.USAGE,
            ("--from: '%s' is neither an address, such as 10.20.0.17 or 2001:db8::17, nor a source,"
                    + " as NAME or NAMESPACE/NAME")
                .formatted(word.replaceAll("\\p{C}", "?")));
      }
    }
  }

  private static boolean isAddress(String word) {
    return Address.parse(word).isPresent() || word.contains(":");
  }

  private static boolean isSource(String word) {
    int slash = word.indexOf('/');
    return DnsNames.isLabel(word.substring(slash + 1))
        && (slash < 0 || DnsNames.isLabel(word.substring(0, slash)));
  }

  /// The part of this rule.
  ///
  /// @throws CommandFailed if a word is neither an address nor a source of the rule, or two
  ///     addresses are named: whoever typed them
  Part of(AccessRule rule) {
    List<Address> addresses = new ArrayList<>();
    List<ObjectKey> sources = new ArrayList<>();
    for (String word : from) {
      if (isAddress(word)) {
        addresses.add(address(word));
      } else {
        sources.add(source(rule, word));
      }
    }
    if (addresses.size() > 1) {
      throw new CommandFailed(Exit.USAGE, "--from names two addresses; your own is one");
    }
    return new Part(
        addresses.isEmpty() ? new Origin.AnySource() : new Origin.OneAddress(addresses.getFirst()),
        sources,
        ports);
  }

  private static Address address(String word) {
    try {
      return new OwnAddress().convert(word);
    } catch (TypeConversionException wrong) {
      throw new CommandFailed(Exit.USAGE, "--from: " + wrong.getMessage());
    }
  }

  private static ObjectKey source(AccessRule rule, String word) {
    List<ObjectKey> all = rule.sources().stream().map(SourceRef::source).distinct().toList();
    List<ObjectKey> meant =
        all.stream().filter(key -> word.equals(key.toString()) || word.equals(key.name())).toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    String names = all.stream().map(ObjectKey::toString).collect(Collectors.joining(", "));
    throw new CommandFailed(
        Exit.USAGE,
        meant.isEmpty()
            ? "--from '%s' is no address (such as 10.20.0.17), and no source of rule %s: %s"
                .formatted(word, rule.meta().key(), names)
            : "--from '%s' could be any of %s".formatted(word, names));
  }

  /// Reads `5432`, `53/UDP` or `8000-8010/TCP`.
  static final class Port implements ITypeConverter<PortRange> {
    private static final Pattern LOOKS =
        Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/([A-Za-z]+))?");

    @Override
    public PortRange convert(String text) {
      Matcher match = LOOKS.matcher(text);
      if (!match.matches()) {
        throw wrong(text);
      }
      @Nullable String last = match.group(2);
      @Nullable String protocol = match.group(3);
      try {
        return new PortRange(
            protocol == null ? Protocol.TCP : Protocol.valueOf(protocol.toUpperCase(Locale.ROOT)),
            number(match.group(1)),
            number(last == null ? match.group(1) : last));
      } catch (IllegalArgumentException senseless) {
        throw wrong(text);
      }
    }

    /// Port 0 is one that nobody can mean.
    private static int number(String digits) {
      int number = Integer.parseInt(digits);
      if (number == 0) {
        throw new IllegalArgumentException("port 0");
      }
      return number;
    }

    private static TypeConversionException wrong(String text) {
      return new TypeConversionException(
          "'" + text + "' is no port; write it like 5432, 53/UDP or 8000-8010/TCP");
    }
  }
}
