package dev.nightlatch.engine.naive;

import dev.nightlatch.engine.model.Direction;
import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.set.Protocol;

/// One packet, as the policies about one of its ends see it.
///
/// @param own the end that they are about
/// @param other the end at the other side
/// @param seen the address under which they see the other end
/// @param port the destination's
record Packet(Direction direction, End own, End other, Point seen, Protocol protocol, int port) {

  /// The end that is spoken to.
  End destination() {
    return switch (direction) {
      case INGRESS -> own;
      case EGRESS -> other;
    };
  }
}
