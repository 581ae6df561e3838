"""ministack: what a role may do.

With `AUTH` it evaluates the policies of the role whose key signed a request. An account's own number as the key stands
for its root, who may do everything: whoever deploys or seeds.
"""

import functools
import hashlib
import json
from typing import Any

from local.cloud.patches.names import ACTIONS, APP, EVALUATOR, LAMBDA, OBJECTS, RESOURCES, SESSIONS, private

READING_QUEUES = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


def enforce_roles() -> None:
    take_signatures_for_granted()
    take_connections_for_encrypted()
    look_callers_up_once()
    read_policies_once()
    refer_to_secrets_by_arn()
    feed_only_who_may_read_the_queue()
    give_every_operation_a_name()
    let_letters_be_sent_by_their_sender()
    hide_what_is_missing_from_who_may_not_list()
    say_what_was_refused()
    answer_as_services_do()


def take_signatures_for_granted() -> None:
    """Whose key it is decides: the guard before this has held the signature against the run's secret."""
    private(APP).pin_signed_request = lambda *_: None


def take_connections_for_encrypted() -> None:
    """As they are in the cloud, where policies of buckets and queues want it."""
    app = private(APP)
    pin = app.pin_request_origin
    app.pin_request_origin = lambda address, _: pin(address, True)


def look_callers_up_once() -> None:
    """The second time is for policies of queues and topics, of which functions use none."""
    private(EVALUATOR).pin_request_caller = lambda *_: None


def read_policies_once() -> None:
    """ministack parses every policy of a role, and of the bucket, again for each request; none is written to."""
    evaluator = private(EVALUATOR)
    parse = evaluator.parse_policy_document
    parse_text = functools.lru_cache(1024)(parse)
    evaluator.parse_policy_document = lambda document: (parse_text if isinstance(document, str) else parse)(document)


def refer_to_secrets_by_arn() -> None:
    """A `Ref` in a template, as policies have it; ministack fills in the name."""
    secret = private(RESOURCES)._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
    create = secret["create"]

    def create_by_arn(*resource: Any) -> tuple[str, dict[str, str]]:
        _, attributes = create(*resource)
        return attributes["Arn"], attributes

    secret["create"] = create_by_arn


def feed_only_who_may_read_the_queue() -> None:
    """Lambda reads a queue as the function that it feeds; ministack asks nobody. Who may not has room for nothing."""
    service = private(LAMBDA)
    known_room = service._sqs_esm_concurrency

    def room(mapping: dict[str, Any], function: dict[str, Any], config: dict[str, Any], queue: Any = None) -> int:
        private(APP).pin_request_origin("127.0.0.1", True)  # as of any request: queues take encrypted ones only
        try:
            for action in READING_QUEUES:
                require_permission(config["Role"], action, mapping["EventSourceArn"])
        except NotPermitted:
            return 0
        return int(known_room(mapping, function, config, queue))

    service._sqs_esm_concurrency = room


def give_every_operation_a_name() -> None:
    """What ministack knows no action for it lets everybody do; under a name that no policy has, only root may."""
    actions = private(ACTIONS)
    known_action = actions.extract_iam_action

    def action_of(service: str, method: str, path: str, *request: Any) -> str:
        return known_action(service, method, path, *request) or f"{service}:(unknown action: {method} {path})"

    actions.extract_iam_action = action_of


def let_letters_be_sent_by_their_sender() -> None:
    """Permission to send is one on the sender's identity, which ministack does not look for in a letter."""
    actions = private(ACTIONS)
    known_resource = actions._ses_v2_resource_arn

    def resource_of(method: str, path: str, body: bytes, region: str, account: str) -> str:
        if path != "/v2/email/outbound-emails":
            return str(known_resource(method, path, body, region, account))
        return f"arn:aws:ses:{region}:{account}:identity/{json.loads(body)['FromEmailAddress']}"

    actions._ses_v2_resource_arn = resource_of


def hide_what_is_missing_from_who_may_not_list() -> None:
    """S3 answers 404 only to those who could have listed the bucket, 403 to others."""
    actions = private(ACTIONS)
    known_checks = actions.s3_additional_checks

    def checks_of(method: str, path: str, *request: Any) -> list[tuple[str, str]]:
        checks: list[tuple[str, str]] = known_checks(method, path, *request)
        name, _, key = path.removeprefix("/").partition("/")
        bucket = private(OBJECTS)._buckets.get(name)
        if method in ("GET", "HEAD") and key and bucket and key not in bucket["objects"]:
            checks.append(("s3:ListBucket", f"arn:aws:s3:::{name}"))
        return checks

    actions.s3_additional_checks = checks_of


def say_what_was_refused() -> None:
    """In AWS's words, which name the resource; ministack leaves it out."""
    evaluator = private(EVALUATOR)
    enforce = evaluator.enforce

    def enforce_in_words(key: str, action: str, service: str, region: str, resource_arn: str = "*", **more: Any) -> Any:
        refusal = enforce(key, action, service, region, resource_arn=resource_arn, **more)
        if not isinstance(refusal, evaluator.EvalResult):
            return refusal
        return evaluator.AuthError("AccessDenied", _reason(refusal, service, action, resource_arn))

    evaluator.enforce = enforce_in_words


def _reason(refusal: Any, service: str, action: str, resource: str) -> str:
    actions, explicit = private(ACTIONS), refusal.decision == "Deny"
    if explicit and refusal.resource_policy_arn:
        return str(actions._resource_policy_denial(service, action, refusal.principal_arn, resource))
    named = f'"{resource}"' if service == "s3" else resource
    return str(actions.identity_denial_message(action, refusal.principal_arn, named, explicit))


def answer_as_services_do() -> None:
    """With the request's id; services that are told the operation in a header refuse with 400, all others with 403."""
    actions = private(ACTIONS)
    refuse = actions.access_denied_response

    def refuse_as_aws_does(
        service: str, action: str, principal: str, request_id: str, headers: dict[str, str], **details: Any
    ) -> Any:
        status, returned, body = refuse(service, action, principal, request_id, headers=headers, **details)
        return 400 if "x-amz-target" in headers else status, returned | {"x-amzn-requestid": request_id}, body

    actions.access_denied_response = refuse_as_aws_does


class NotPermitted(Exception):
    """The role's policies do not allow it."""


def key_of(role: str) -> str:
    """The access key of a service that has assumed the role, an ARN."""
    key = f"ASIA{hashlib.sha256(role.encode()).hexdigest()[:16].upper()}"
    _, _, _, _, account, name = role.split(":", 5)
    session = f"arn:aws:sts::{account}:assumed-role/{name.rpartition('/')[2]}/states"
    private(SESSIONS).register_session(key, {"Arn": session, "UserId": name, "SecretAccessKey": "-"})
    return key


def require_permission(role: str, action: str, resource: str) -> None:
    """Raises NotPermitted."""
    _, _, service, region, *_ = resource.split(":")
    if refusal := private(EVALUATOR).enforce(key_of(role), action, service, region, resource_arn=resource):
        raise NotPermitted(refusal.message)
