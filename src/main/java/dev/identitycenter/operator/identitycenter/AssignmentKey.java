package dev.identitycenter.operator.identitycenter;

/** What identifies an assignment; AWS gives it no id of its own. */
public record AssignmentKey(String permissionSetArn, PrincipalId principal, String accountId) {}
