package dev.identitycenter.operator;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** How this process logs. Until told otherwise, it does so as {@code logback.xml} says. */
final class Logging {

  /** How a line of the log looks. */
  enum Format {
    /** For people. */
    text,
    /**
     * One JSON object a line, for programs: time, level, logger, thread and message, each key-value
     * pair and what the framework tells of the object as a field of its own, and a stack trace
     * within the line.
     */
    json
  }

  private Logging() {}

  /** From the next line on. */
  static void use(Format format) {
    if (format == Format.text) {
      return;
    }
    root()
        .iteratorForAppenders()
        .forEachRemaining(
            appender -> {
              if (appender instanceof OutputStreamAppender<ILoggingEvent> console) {
                console.setEncoder(json());
              }
            });
  }

  /** Lines of a lower level are left out, except where {@code logback.xml} names a logger. */
  static void use(Level level) {
    root().setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
  }

  private static LogstashEncoder json() {
    var names = new LogstashFieldNames();
    names.setLogger("logger");
    names.setThread("thread");
    names.setVersion(null);
    names.setLevelValue(null);
    var encoder = new LogstashEncoder();
    encoder.setContext(root().getLoggerContext());
    encoder.setFieldNames(names);
    encoder.setTimeZone("UTC");
    // We log text and numbers; looking for more takes time at every start.
    encoder.setFindAndRegisterJacksonModules(false);
    encoder.start();
    return encoder;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
