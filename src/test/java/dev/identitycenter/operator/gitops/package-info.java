/** What GitOps tools make of our objects: Argo CD's health scripts and diffs, Flux's kstatus. */
package dev.identitycenter.operator.gitops;
