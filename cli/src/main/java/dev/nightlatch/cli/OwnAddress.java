package dev.nightlatch.cli;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Cidr;
import dev.nightlatch.engine.set.Family;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the address that `--from` names.
final class OwnAddress implements ITypeConverter<Address> {
  /// What the schema of `AccessGrant` refuses as a source.
  private static final List<Cidr> NEVER =
      Stream.of(
              "0.0.0.0/8",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "224.0.0.0/4",
              "255.255.255.255/32",
              "::/8",
              "fe80::/10",
              "ff00::/8")
          .map(block -> Cidr.parse(block).orElseThrow())
          .toList();

  private static final long LOWEST_32_BITS = 0xffff_ffffL;

  @Override
  public Address convert(String text) {
    Address address =
        Address.parse(text)
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'"
                            + text
                            + "' is not an address; write it like 10.20.0.17 or 2001:db8::17"));
    if (address.isMapped()) {
      throw new TypeConversionException(
          "'%s' is an IPv4 address mapped into IPv6; write %s"
              .formatted(text, new Address(Family.IPV4, 0, address.low() & LOWEST_32_BITS)));
    }
    if (NEVER.stream().anyMatch(block -> block.contains(address))) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is nobody's own address: loopback, link-local, multicast, broadcast, unspecified"
              + " and NAT64 addresses are never a source");
    }
    return address;
  }
}
