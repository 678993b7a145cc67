package dev.nightlatch.cli;

import dev.nightlatch.engine.set.Address;
import dev.nightlatch.engine.set.Family;
import dev.nightlatch.grants.model.SpecialAddresses;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the address that `--from` names.
final class OwnAddress implements ITypeConverter<Address> {
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
    if (SpecialAddresses.contains(address)) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is nobody's own address: loopback, link-local, multicast, broadcast, unspecified"
              + " and NAT64 addresses are never a source");
    }
    return address;
  }
}
