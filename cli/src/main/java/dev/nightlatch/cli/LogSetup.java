package dev.nightlatch.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the log goes, and which of it: to stderr, for stdout belongs to the answer. No file
/// configures it, so none can be slipped in.
public final class LogSetup extends ContextAwareBase implements Configurator {
  private static final String STDERR = "stderr";

  /// Writes the log in this format from now on.
  static void use(LogFormat format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(STDERR)
            instanceof OutputStreamAppender<ILoggingEvent> appender
        && appender.getEncoder() instanceof LineEncoder encoder) {
      encoder.format = format;
    }
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    install(context);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static void install(LoggerContext context) {
    LineEncoder encoder = new LineEncoder();
    encoder.setContext(context);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setName(STDERR);
    appender.setEncoder(encoder);
    appender.setOutputStream(System.err);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("dev.nightlatch").setLevel(Level.INFO);
    // What the client complains of, we say ourselves: once, and in a sentence.
    context.getLogger("io.fabric8").setLevel(Level.ERROR);
  }

  /// Writes one line for each event.
  private static final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private volatile LogFormat format = LogFormat.text;

    @Override
    public byte[] headerBytes() {
      return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
      return (format.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
      return new byte[0];
    }
  }
}
