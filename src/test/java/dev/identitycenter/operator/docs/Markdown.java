package dev.identitycenter.operator.docs;

import java.util.regex.Pattern;

/** Plain text made fit for a Markdown page. */
public final class Markdown {
  /** Fields, variables, addresses and ARNs: words with something no English word has inside. */
  private static final Pattern CODE =
      Pattern.compile(
          "(?<![\\w`/])(?:[\\w.]+@[\\w.]+\\w|https?://\\S*[\\w/]|(?:spec|status|metadata)(?:\\.\\w+)+|arn:[\\w:./+=@-]*\\w|\\w+_\\w+(?:=\\w+)?"
              + "|[a-z]+[A-Z]\\w*(?:\\.\\w+)*|identitycenter\\.dev/\\w*)");

  private Markdown() {}

  /** Marks what is code, and keeps the rest from being taken for markup. */
  public static String withCode(String text) {
    return CODE.matcher(text.replace("|", "\\|").replace("<", "&lt;")).replaceAll("`$0`");
  }
}
