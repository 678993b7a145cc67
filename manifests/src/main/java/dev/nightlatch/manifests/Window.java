package dev.nightlatch.manifests;

import dev.nightlatch.manifests.TreeBuilder.Excess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Documents of one text that are read several at a time and told in their order, as if they had
/// been read one by one.
///
/// No more than [#FULL] characters are read ahead of what has been told, so that a large file does
/// not stand in memory as trees.
final class Window {
  /// A text of so many characters is worth a second thread: what is shorter is read before the JVM
  /// has compiled what reads it, and threads only stand in the compiler's way.
  static final int WORTH_IT = 4 * 1024 * 1024;

  private static final int FULL = 1024 * 1024;
  private static final int BATCH = 16 * 1024;

  /// More readers than this do not find enough to do while the first one tells.
  private static final int MOST_THREADS = 4;

  private final Sink sink;
  private final int threads;
  private final List<Document> waiting = new ArrayList<>();
  private int length;

  /// @param threads how many read; one reads each document when it comes
  Window(Sink sink, int threads) {
    this.sink = sink;
    this.threads = threads;
  }

  /// A window for a text of this length.
  static Window of(int length, Sink sink) {
    return new Window(
        sink,
        length < WORTH_IT ? 1 : Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
  }

  /// One document, and where its text begins.
  private record Document(String text, Place start) {}

  void add(String text, Place start) {
    if (threads == 1) {
      read(new Document(text, start), sink);
      return;
    }
    waiting.add(new Document(text, start));
    length += text.length();
    if (length >= FULL) {
      close();
    }
  }

  /// Reads and tells what has not been told yet.
  void close() {
    if (!waiting.isEmpty()) {
      together();
    }
    waiting.clear();
    length = 0;
  }

  /// This thread takes the next batch that nobody has begun, or waits for whoever has, and tells
  /// it; the others go ahead.
  private void together() {
    List<FutureTask<List<Consumer<Sink>>>> batches = batches();
    AtomicInteger next = new AtomicInteger();
    for (int i = 1; i < threads; i++) {
      Thread.ofPlatform()
          .daemon()
          .name("nightlatch-reader-" + i)
          .start(
              () -> {
                for (int at = next.getAndIncrement();
                    at < batches.size();
                    at = next.getAndIncrement()) {
                  batches.get(at).run();
                }
              });
    }
    for (FutureTask<List<Consumer<Sink>>> batch : batches) {
      batch.run();
      told(batch).forEach(said -> said.accept(sink));
    }
  }

  private static List<Consumer<Sink>> told(FutureTask<List<Consumer<Sink>>> batch) {
    try {
      return batch.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading", stopped);
    } catch (ExecutionException bug) {
      throw new IllegalStateException("a document could not be read", bug.getCause());
    }
  }

  private List<FutureTask<List<Consumer<Sink>>>> batches() {
    List<FutureTask<List<Consumer<Sink>>>> batches = new ArrayList<>();
    List<Document> batch = new ArrayList<>();
    int size = 0;
    for (Document document : waiting) {
      batch.add(document);
      size += document.text().length();
      if (size >= BATCH) {
        batches.add(task(List.copyOf(batch)));
        batch.clear();
        size = 0;
      }
    }
    batches.add(task(List.copyOf(batch)));
    return batches;
  }

  private static FutureTask<List<Consumer<Sink>>> task(List<Document> batch) {
    return new FutureTask<>(
        () -> {
          Kept kept = new Kept();
          batch.forEach(document -> read(document, kept));
          return kept.said;
        });
  }

  /// What is told later.
  private static final class Kept implements Sink {
    private final List<Consumer<Sink>> said = new ArrayList<>();

    @Override
    public void object(Tree object, Flaws flaws) {
      said.add(sink -> sink.object(object, flaws));
    }

    @Override
    public void problem(Problem problem) {
      said.add(sink -> sink.problem(problem));
    }

    @Override
    public void lost(Problem problem, String text) {
      said.add(sink -> sink.lost(problem, text));
    }
  }

  /// Reads a document fast, if it is one of those that can be, or whole.
  private static void read(Document document, Sink sink) {
    if (!isPlain(document, sink)) {
      TreeBuilder builder = new TreeBuilder();
      YamlParser.parse(document.text(), document.start(), builder, sink)
          .ifPresent(tree -> Lists.flatten(tree, builder.flaws(), sink));
    }
  }

  private static boolean isPlain(Document document, Sink sink) {
    TreeBuilder builder = new TreeBuilder();
    try {
      Optional<Tree> tree = PlainYaml.read(document.text(), document.start(), builder);
      tree.ifPresent(read -> Lists.flatten(read, builder.flaws(), sink));
      return tree.isPresent();
    } catch (Excess tooMuch) {
      return false;
    }
  }
}
