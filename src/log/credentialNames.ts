/** Whether this is the name of a credential. */
export const isCredential = (name: string): boolean =>
  CREDENTIAL.test(simplified(name)) && !NO_CREDENTIAL.test(simplified(name));

/** A name in lower case and without separators: `X-Api-Key` and `x_api_key` are both `xapikey`, `user[password]` is `userpassword`. */
export const simplified = (name: string): string => name.toLowerCase().replaceAll(/%5[bd]|[^a-z0-9]/g, "");

/** A member is a credential if its name ends with one of these. */
const NAMES = [
  // API Gateway, AppSync, IoT and other authorizers; `token` is also for S3 Object Lambda, Step Functions and SNS
  ...["authorization", "authorizer", "token", "identitysource", "apikey", "cookie", "cookies"],
  // CodePipeline, and AssumeRole in CloudTrail
  ...["credential", "credentials", "accesskey", "accesskeyid", "secretkey", "privatekey", "sessiontoken"],
  // Cognito, Transfer Family, Secrets Manager, environment variables
  ...["password", "passwd", "pwd", "passphrase", "secret", "secretstring", "secretbinary"],
  ...["tokenresponse", "challengeanswer", "privatechallengeparameters", "xamzsignature"],
  // SNS: whoever has such an address may end or confirm a subscription
  ...["subscribeurl"],
];
const CREDENTIAL = new RegExp(`(${NAMES.join("|")})$`);
const NO_CREDENTIAL = /^(next|start|starting|continuation|page|pagination|sync|service)token$/;
