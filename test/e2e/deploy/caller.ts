import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";

/** The credentials that sign a request. */
export interface Caller {
  readonly keyId: string;
  readonly secret: string;
}

/** Creates a user who may invoke only what `resource` names. */
export const newCaller = async (UserName: string, Resource: string): Promise<Caller> => {
  const iam = new IAMClient();
  await iam.send(new CreateUserCommand({ UserName }));
  const Statement = [{ Effect: "Allow", Action: "execute-api:Invoke", Resource }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "invoke", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { keyId: AccessKey?.AccessKeyId ?? "", secret: AccessKey?.SecretAccessKey ?? "" };
};
