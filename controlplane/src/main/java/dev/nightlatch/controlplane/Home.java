package dev.nightlatch.controlplane;

import java.io.IOException;

/// An opened [Settings.Home].
sealed interface Home {

  Layout layout();

  void close() throws IOException;

  record Temporary(Scratch scratch) implements Home {
    @Override
    public Layout layout() {
      return new Layout(scratch.directory());
    }

    @Override
    public void close() throws IOException {
      scratch.close();
    }
  }

  record Lasting(Layout layout) implements Home {
    @Override
    public void close() {}
  }

  static Home open(Settings.Home home) throws IOException {
    return switch (home) {
      case Settings.Home.Scratch() -> new Temporary(Scratch.create());
      case Settings.Home.Kept(var directory) -> new Lasting(new Layout(directory));
    };
  }
}
