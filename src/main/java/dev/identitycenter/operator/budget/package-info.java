/**
 * What AWS allows, shared by the whole process: requests per second, asynchronous workflows, and
 * one change of roles per account at a time.
 */
package dev.identitycenter.operator.budget;
