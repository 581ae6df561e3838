"""One origin for everything: CloudFront in front of the site, the API and the pictures."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from constructs import Construct

from infra.api import STAGE, Api
from infra.data import Bucket
from infra.environments import Environment
from infra.policy import content_security_policy
from infra.site import Site

DEEP_LINKS: Final = """
function handler(event) {
  var request = event.request;
  if (!request.uri.split('/').pop().includes('.')) request.uri = '/index.html';
  return request;
}
"""
WITHOUT_PREFIX: Final = """
function handler(event) {
  event.request.uri = event.request.uri.replace(/^[/]images/, '');
  return event.request;
}
"""


class Web(Construct):
    """`/api/*` is the API, `/images/*` the pictures, anything else the site."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment, api: Api, images: Bucket) -> None:
        super().__init__(scope, id)
        self.environment = environment
        self.site = Site(self, "Site", environment=environment)
        self.headers = self._security_headers()
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=environment.prefix,
            default_root_object="index.html",
            default_behavior=self._site(),
            additional_behaviors={"/api/*": self._api(api), "/images/*": self._images(images)},
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
        )
        self.url = f"https://{self.distribution.distribution_domain_name}"

    def _site(self) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(self.site.bucket),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            response_headers_policy=self.headers,
            function_associations=[self._on_request("DeepLinks", DEEP_LINKS)],
        )

    def _images(self, images: Bucket) -> cloudfront.BehaviorOptions:
        """Pictures never change under their name and say so themselves (`Cache-Control: immutable`)."""
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(images.bucket),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            response_headers_policy=self.headers,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            function_associations=[self._on_request("WithoutPrefix", WITHOUT_PREFIX)],
        )

    def _api(self, api: Api) -> cloudfront.BehaviorOptions:
        """By the API's id, as its URL waits for the functions, which in turn are told ours."""
        stack = cdk.Stack.of(self)
        host = f"{api.rest.rest_api_id}.execute-api.{stack.region}.{stack.url_suffix}"
        return cloudfront.BehaviorOptions(
            origin=origins.HttpOrigin(host, origin_path=f"/{STAGE}"),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=self.headers,
            compress=False,  # events would wait for the compressor
        )

    def _on_request(self, id: str, code: str) -> cloudfront.FunctionAssociation:
        function = cloudfront.Function(
            self,
            id,
            function_name=f"{self.environment.prefix}-{id}",
            code=cloudfront.FunctionCode.from_inline(code.strip()),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        return cloudfront.FunctionAssociation(event_type=cloudfront.FunctionEventType.VIEWER_REQUEST, function=function)

    def _security_headers(self) -> cloudfront.ResponseHeadersPolicy:
        always = {"override": True}
        policy = content_security_policy(str(self.environment.settings.get("images_url", "")))
        return cloudfront.ResponseHeadersPolicy(
            self,
            "SecurityHeaders",
            response_headers_policy_name=self.environment.prefix,
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy={"content_security_policy": policy, **always},
                content_type_options=always,
                frame_options={"frame_option": cloudfront.HeadersFrameOption.DENY, **always},
                referrer_policy={"referrer_policy": cloudfront.HeadersReferrerPolicy.SAME_ORIGIN, **always},
                strict_transport_security={"access_control_max_age": cdk.Duration.days(730), **always},
            ),
        )
