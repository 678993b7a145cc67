package dev.nightlatch.stores;

import dev.nightlatch.grants.model.GrantStatus.PolicyRef;
import dev.nightlatch.grants.model.Uid;
import dev.nightlatch.grants.port.Journal;
import dev.nightlatch.grants.port.JournalException;
import dev.nightlatch.grants.record.JournalEntry;
import dev.nightlatch.grants.record.Story;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The journal as a file of JSON lines, one entry each, only ever appended to, flushed to disk
/// before [#record] returns. One process writes it: a file beside it, `.lock`, is locked.
///
/// A last line without its end is what a loss of power leaves; nothing was ever told to be on
/// record that stands there, so it is set aside in a file beside. Any other line that cannot be
/// read is damage: then nothing new opens, and closings are still recorded.
///
/// A journal that is [#bind bound] says in its first line of which cluster it is: the grants of one
/// cluster are not there in another, and would be recorded as closed.
///
/// The whole journal is kept in memory: some hundred bytes for each grant.
public final class JsonLinesJournal implements Journal, AutoCloseable {
  /// Bytes: about as many as the longest entries have, and no less than a block of the disk.
  private static final int LONG_LINE = 4096;

  private final Path path;
  private final FileChannel channel;
  private final JournalLock lock;
  private final @Nullable Object fileKey;
  private final Map<Uid, List<JournalEntry>> entries = new LinkedHashMap<>();
  private final Map<Uid, Uid> grantOfPolicy = new HashMap<>();
  private final List<Integer> damagedLines = new ArrayList<>();
  private Optional<Uid> cluster = Optional.empty();
  private long length;

  private JsonLinesJournal(
      Path path, FileChannel channel, JournalLock lock, @Nullable Object fileKey) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
    this.fileKey = fileKey;
  }

  /// Opens the journal in `path`, making the file and its folders where they are not there.
  ///
  /// @throws JournalException if the file cannot be read and written, or another process writes it
  public static JsonLinesJournal open(Path path) {
    try {
      Path absolute = path.toAbsolutePath();
      Path folder = Objects.requireNonNull(absolute.getParent(), "a file stands in a folder");
      Files.createDirectories(folder);
      JournalLock lock = JournalLock.take(absolute);
      try {
        return open(absolute, folder, lock);
      } catch (IOException | RuntimeException failed) {
        lock.close();
        throw failed;
      }
    } catch (IOException failed) {
      throw new JournalException("the journal " + path + " cannot be opened: " + failed, failed);
    }
  }

  private static JsonLinesJournal open(Path path, Path folder, JournalLock lock)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      syncFolder(folder);
      JsonLinesJournal journal = new JsonLinesJournal(path, channel, lock, keyOf(path));
      journal.load();
      return journal;
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /// A new file's name is safe on disk only once its folder is.
  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private void load() throws IOException {
    byte[] content = Files.readAllBytes(path);
    int start = 0;
    int number = 0;
    for (int i = 0; i < content.length; i++) {
      if (content[i] == '\n') {
        number++;
        String line = new String(content, start, i - start, StandardCharsets.UTF_8);
        Optional<Uid> bound = number == 1 ? JournalText.parseCluster(line) : Optional.empty();
        if (bound.isPresent()) {
          cluster = bound;
        } else {
          JournalText.parse(line).ifPresentOrElse(this::remember, damage(number));
        }
        start = i + 1;
      }
    }
    length = start;
    if (start < content.length) {
      setAside(content, start);
    }
  }

  private Runnable damage(int number) {
    return () -> damagedLines.add(number);
  }

  private void setAside(byte[] content, int from) throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".torn");
    Files.write(
        aside,
        Arrays.copyOfRange(content, from, content.length),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    channel.truncate(from);
    channel.force(true);
  }

  private void remember(JournalEntry entry) {
    entries.computeIfAbsent(entry.grant(), _ -> new ArrayList<>()).add(entry);
    switch (entry) {
      case JournalEntry.Opened opened -> {
        for (PolicyRef policy : opened.policies()) {
          grantOfPolicy.put(policy.uid(), opened.grant());
        }
      }
      case JournalEntry.Opening _,
          JournalEntry.Proven _,
          JournalEntry.Drifted _,
          JournalEntry.Noticed _,
          JournalEntry.Closed _,
          JournalEntry.Reviewed _,
          JournalEntry.Refused _ -> {}
    }
  }

  /// The lines that cannot be read, counted from 1; empty for a sound journal.
  public synchronized List<Integer> damagedLines() {
    return List.copyOf(damagedLines);
  }

  /// Ties the journal to a cluster, for good; a journal of that cluster stays as it is.
  ///
  /// @param wanted what tells the cluster from every other
  /// @throws JournalException if it is another cluster's, has entries of nobody knows which, or
  ///     cannot be written
  public synchronized void bind(Uid wanted) {
    if (cluster.equals(Optional.of(wanted))) {
      return;
    }
    if (cluster.isPresent() || length > 0) {
      throw new JournalException(
          "the journal %s is of %s, and not of this one (kube-system %s): each cluster needs its own"
              .formatted(
                  path,
                  cluster
                      .map(other -> "another cluster (kube-system " + other + ")")
                      .orElse("an unknown cluster"),
                  wanted));
    }
    write((JournalText.formatCluster(wanted) + "\n").getBytes(StandardCharsets.UTF_8));
    cluster = Optional.of(wanted);
  }

  @Override
  public void record(JournalEntry entry) {
    record(List.of(entry));
  }

  /// One write to the disk for all of them.
  @Override
  public synchronized void record(List<JournalEntry> several) {
    List<JournalEntry> fresh = new ArrayList<>();
    for (JournalEntry entry : several) {
      if (!isOnRecord(entry) && fresh.stream().noneMatch(entry::repeats)) {
        fresh.add(entry);
      }
    }
    if (fresh.isEmpty()) {
      return;
    }
    if (!damagedLines.isEmpty()
        && fresh.stream().anyMatch(entry -> entry instanceof JournalEntry.Opening)) {
      throw damaged();
    }
    StringBuilder lines = new StringBuilder();
    fresh.forEach(entry -> lines.append(JournalText.format(entry)).append('\n'));
    write(lines.toString().getBytes(StandardCharsets.UTF_8));
    fresh.forEach(this::remember);
  }

  private boolean isOnRecord(JournalEntry entry) {
    return entries.getOrDefault(entry.grant(), List.of()).stream().anyMatch(entry::repeats);
  }

  private JournalException damaged() {
    return new JournalException(
        "the journal " + path + " is damaged in line " + damagedLines.getFirst());
  }

  private void requireSameFile() throws IOException {
    if (!Objects.equals(keyOf(path), fileKey)) {
      throw new JournalException("the journal " + path + " was replaced by another file");
    }
  }

  private void write(byte[] line) {
    try {
      requireSameFile();
      append(line);
    } catch (IOException failed) {
      throw new JournalException("the journal " + path + " cannot be written: " + failed, failed);
    }
    length += line.length;
  }

  /// Writes behind the last whole line, whatever an earlier failure left there.
  private void append(byte[] line) throws IOException {
    channel.truncate(length);
    ByteBuffer bytes = ByteBuffer.wrap(line);
    long at = length;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    channel.force(true);
  }

  @Override
  public synchronized Story story(Uid grant) {
    return new Story(grant, entries.getOrDefault(grant, List.of()));
  }

  @Override
  public synchronized List<Story> unfinished() {
    return entries.keySet().stream().map(this::story).filter(Story::isUnfinished).toList();
  }

  @Override
  public synchronized Optional<Story> ofPolicy(Uid policy) {
    return Optional.ofNullable(grantOfPolicy.get(policy)).map(this::story);
  }

  /// Writes blanks behind the last line and takes them away again. Where the power goes between the
  /// two, they are set aside as a line without its end is.
  @Override
  public synchronized void probe() {
    if (!damagedLines.isEmpty()) {
      throw damaged();
    }
    try {
      requireSameFile();
      ByteBuffer blanks = ByteBuffer.wrap(" ".repeat(LONG_LINE).getBytes(StandardCharsets.UTF_8));
      long at = length;
      while (blanks.hasRemaining()) {
        at += channel.write(blanks, at);
      }
    } catch (IOException failed) {
      throw new JournalException("the journal " + path + " cannot be written: " + failed, failed);
    } finally {
      takeAwayBlanks();
    }
  }

  /// What is left here is overwritten by the next entry.
  private void takeAwayBlanks() {
    try {
      channel.truncate(length);
    } catch (IOException failed) {
      throw new JournalException("the journal " + path + " cannot be written: " + failed, failed);
    }
  }

  /// Every entry, in the order in which it was recorded for its grant; grants in the order of their
  /// first entries.
  public synchronized List<Story> stories() {
    return entries.keySet().stream().map(this::story).toList();
  }

  @Override
  public synchronized void close() {
    try {
      channel.close();
      lock.close();
    } catch (IOException failed) {
      throw new JournalException("the journal " + path + " cannot be closed: " + failed, failed);
    }
  }
}
