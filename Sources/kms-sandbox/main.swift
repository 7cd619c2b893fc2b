print("kms-sandbox")
