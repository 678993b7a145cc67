package dev.nightlatch.engine.eval;

import dev.nightlatch.engine.model.End;
import dev.nightlatch.engine.model.Pod;
import dev.nightlatch.engine.set.Address;
import java.util.ArrayList;
import java.util.List;

/// The shapes as the other end of a connection: each once for every address under which it may
/// stand there, or once without one where that is not known.
final class Columns {
  private final List<View> views = new ArrayList<>();
  private final IntList shapes = new IntList();
  private final IntList begins = new IntList();

  Columns(Shapes all, Ends ends) {
    for (int shape = 0; shape < all.count(); shape++) {
      begins.add(views.size());
      Pod pod = all.representative(shape);
      View view = ends.view(new End.OfPod(pod));
      List<Address> addresses = ends.addresses(pod);
      if (addresses.isEmpty()) {
        add(shape, view);
      }
      for (Address address : addresses) {
        add(shape, view.at(address));
      }
    }
    begins.add(views.size());
  }

  private void add(int shape, View view) {
    views.add(view);
    shapes.add(shape);
  }

  int count() {
    return views.size();
  }

  View view(int column) {
    return views.get(column);
  }

  int shape(int column) {
    return shapes.get(column);
  }

  /// The first column of a shape; the others follow it.
  int first(int shape) {
    return begins.get(shape);
  }

  /// The column after the last one of a shape.
  int end(int shape) {
    return begins.get(shape + 1);
  }

  /// Whether it has an address.
  boolean hasAddress(int column) {
    return views.get(column).where() instanceof View.Where.At;
  }
}
