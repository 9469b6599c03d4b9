package dev.identitycenter.operator;

import java.util.Locale;

/** What can be set: each an environment variable of that name, and an option of {@code run}. */
enum Setting {
  INSTANCE_ARN(
      "ARN",
      "the one AWS shows",
      "the Identity Center instance; needed only where AWS shows more than one."),
  WATCH_NAMESPACES(
      "NAMES",
      "all",
      "comma-separated names of the namespaces to work in. With it, CLUSTER_ID is needed "
          + "where the operator may not read namespace kube-system."),
  RESYNC_INTERVAL(
      "DURATION",
      "PT10M",
      "how often settled objects are compared with AWS, spread over the interval; who "
          + "principals are is read again every sixth time."),
  API_RATE(
      "N",
      "18",
      "calls to AWS per second. AWS allows 20 for everybody in the organization together."),
  ASYNC_SLOTS("N", "15", "assignments being created or deleted at a time. AWS allows 15."),
  PROVISION_SLOTS("N", "3", "permission sets being provisioned at a time. AWS allows 3."),
  ALLOWED_ACCOUNTS(
      "IDS",
      "all",
      "comma-separated ids of the only accounts that may be assigned. No manifest can "
          + "widen it."),
  DENIED_ACCOUNTS(
      "IDS",
      "none",
      "comma-separated ids of accounts that may not be assigned; wins over " + "ALLOWED_ACCOUNTS."),
  ALLOW_MANAGEMENT_ACCOUNT(
      "BOOL", "false", "permits assignments in the organization's management account."),
  PERMISSION_SET_PREFIX(
      "PREFIX",
      "none",
      "what names of permission sets in AWS have to begin with, both for managing and for "
          + "assigning them."),
  DRY_RUN("BOOL", "false", "plans and reports in status, writes nothing to AWS."),
  SAFETY_STOP_PERCENT(
      "N",
      "20",
      "share of settled assignments that may differ from AWS before nothing is corrected "
          + "any more."),
  CLUSTER_ID(
      "ID",
      "uid of namespace kube-system",
      "names this cluster in ownership tags. Set it in production, so that a cluster "
          + "rebuilt from Git recognises its permission sets."),
  HTTP_PORT("PORT", "8080", "port of /livez, /readyz and /metrics; 0 takes any free one."),
  LEADER_ELECTION("BOOL", "false", "only the holder of a lease works; the chart sets true."),
  LOG_FORMAT(
      "FORMAT", "text", "how a line of the log looks; json is one object with each value a field."),
  LOG_LEVEL(
      "LEVEL",
      "INFO",
      "what is below it is not logged. DEBUG shows user names and mail addresses, INFO "
          + "only ids.");

  private final String valueKind;
  private final String fallback;
  private final String meaning;

  Setting(String valueKind, String fallback, String meaning) {
    this.valueKind = valueKind;
    this.fallback = fallback;
    this.meaning = meaning;
  }

  /** Such as {@code --api-rate}. */
  String option() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What stands for the value in help. */
  String valueKind() {
    return valueKind;
  }

  /** What applies when nothing is set, in words where that is no value. */
  String fallback() {
    return fallback;
  }

  /** What it does, as help says it. */
  String meaning() {
    return meaning;
  }
}
