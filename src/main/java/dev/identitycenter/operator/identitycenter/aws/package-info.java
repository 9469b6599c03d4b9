/** The adapter to AWS: the only place that knows the AWS SDK. */
package dev.identitycenter.operator.identitycenter.aws;
