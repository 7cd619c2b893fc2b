"""Instances, quotas, keys, secrets and regions."""

import json

from alibabacloud_kms20160120 import models

from support import INSTANCE, STAGING, check, connect, refused


@check
def instances_are_listed_and_read(sandbox):
    client = connect(sandbox)
    default = client.get_default_kms_instance().body
    assert default.default_kms_instance_id == INSTANCE
    listed = client.list_kms_instances(models.ListKmsInstancesRequest()).body
    found = [item.kms_instance_id for item in listed.kms_instances.kms_instance]
    assert found == [INSTANCE, STAGING] and listed.total_count == 2
    filters = json.dumps([{"Key": "InstanceName", "Values": ["staging"]}])
    listed = client.list_kms_instances(models.ListKmsInstancesRequest(filters=filters)).body
    assert [item.kms_instance_id for item in listed.kms_instances.kms_instance] == [STAGING]
    request = models.GetKmsInstanceRequest(kms_instance_id=INSTANCE)
    instance = client.get_kms_instance(request).body.kms_instance
    assert instance.status == "Connected" and instance.instance_name == "production"
    assert isinstance(instance.secret_num, str) and isinstance(instance.key_num, int)
    chain = instance.ca_certificate_chain_pem
    assert chain.count("-----BEGIN CERTIFICATE-----\r\n") == 2
    again = client.get_kms_instance(request).body.kms_instance
    assert again.ca_certificate_chain_pem == chain
    other = client.get_kms_instance(models.GetKmsInstanceRequest(kms_instance_id=STAGING)).body
    assert other.kms_instance.status == "Disconnected"


@check
def quotas_of_an_instance_are_a_plain_list(sandbox):
    client = connect(sandbox)
    quotas = client.get_kms_instance_quota_infos(
        models.GetKmsInstanceQuotaInfosRequest(kms_instance_id=INSTANCE)).body
    kinds = [item.resource_type for item in quotas.kms_instance_quota_infos]
    assert kinds == ["key", "secret", "qps", "vpc"]
    unknown = models.GetKmsInstanceQuotaInfosRequest(kms_instance_id="kst-none")
    refused(
        "Forbidden.DKMSInstanceNotFound", 403,
        lambda: client.get_kms_instance_quota_infos(unknown))
    broken = models.GetKmsInstanceQuotaInfosRequest(kms_instance_id=STAGING)
    refused(
        "Forbidden.DKMSInstanceStateInvalid", 403,
        lambda: client.get_kms_instance_quota_infos(broken))


@check
def keys_are_listed_and_described(sandbox):
    client = connect(sandbox)
    filters = json.dumps([{"Key": "DKMSInstanceId", "Values": [INSTANCE]}])
    listed = client.list_keys(models.ListKeysRequest(filters=filters, page_size=2)).body
    assert listed.total_count == 3 and len(listed.keys.key) == 2
    for key in client.list_keys(models.ListKeysRequest()).body.keys.key:
        for name in (key.key_id, key.key_arn):
            found = client.describe_key(models.DescribeKeyRequest(key_id=name)).body.key_metadata
            assert found.key_id == key.key_id and found.arn == key.key_arn
    missing = models.DescribeKeyRequest(key_id="key-none")
    refused("Forbidden.KeyNotFound", 404, lambda: client.describe_key(missing))
    alias = models.DescribeKeyRequest(key_id="alias/none")
    refused("Forbidden.AliasNotFound", 404, lambda: client.describe_key(alias))


@check
def secrets_are_listed_and_described(sandbox):
    client = connect(sandbox)
    listed = client.list_secrets(models.ListSecretsRequest(page_size=100)).body
    names = [secret.secret_name for secret in listed.secret_list.secret]
    assert names == [
        "acs/ram/user/ci", "batch-s3", "payments-api-token", "rds-ibm-billing", "rds-ibm-orders"]
    found = client.describe_secret(models.DescribeSecretRequest(secret_name=names[0])).body
    assert found.secret_type == "RAMCredentials" and found.dkmsinstance_id == INSTANCE
    missing = models.DescribeSecretRequest(secret_name="none")
    refused("Forbidden.ResourceNotFound", 404, lambda: client.describe_secret(missing))


@check
def regions_are_described(sandbox):
    regions = connect(sandbox).describe_regions().body.regions.region
    assert sandbox.region in [region.region_id for region in regions]
