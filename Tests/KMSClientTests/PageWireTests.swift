import FoundationEssentials
import KMSModel
import Testing

@testable import KMSClient

struct PageWireTests {
  @Test(arguments: [
    #"{"PageNumber":1,"PageSize":100,"TotalCount":2,"Policies":{"Policy":[{"Name":"a"},{"Name":"b"}]}}"#,
    #"{"PageNumber":"1","PageSize":"100","TotalCount":"2","NetworkRules":[{"Name":"a"},{"Name":"b"}]}"#,
    #"{"TotalCount":2,"KmsInstances":{"KmsInstance":[{"KmsInstanceId":"a"},{"KmsInstanceId":"b"}]}}"#,
    #"{"ApplicationAccessPoints":{"ApplicationAccessPoint":[{"Name":"a"},{"Name":"b"}]}}"#,
  ])
  func everyFormOfAPageIsRead(json: String) throws {
    #expect(try page(json) == NamePage(names: ["a", "b"], totalCount: 2, pageSize: 100))
  }

  @Test(arguments: [
    #"{"TotalCount":0,"Policies":{"Policy":[]}}"#, #"{"TotalCount":0,"Policies":{}}"#,
    #"{"TotalCount":0}"#, #"{"Policies":{"Policy":[]}}"#,
  ])
  func anEmptyListIsEmpty(json: String) throws {
    #expect(try page(json) == NamePage(names: [], totalCount: 0, pageSize: 100))
  }

  @Test(arguments: [
    "{}", #"{"TotalCount":3}"#, #"{"TotalCount":3,"Policies":{"Policy":[]}}"#,
    #"{"TotalCount":1,"Policies":{"Policy":[{"Name":""}]}}"#,
    #"{"TotalCount":1,"PageNumber":2,"Policies":{"Policy":[{"Name":"a"}]}}"#,
    #"{"TotalCount":9223372036854775807,"Policies":{"Policy":[{"Name":"a"}]}}"#,
    #"{"TotalCount":-1,"Policies":{"Policy":[{"Name":"a"}]}}"#,
    #"{"TotalCount":1,"PageSize":9223372036854775807,"Policies":{"Policy":[{"Name":"a"}]}}"#,
  ])
  func aPageThatContradictsItselfIsNotBelieved(json: String) throws {
    #expect(try page(json) == nil)
  }

  @Test func aFullPageWithoutACountMeansThereMayBeMore() throws {
    let json = #"{"PageSize":2,"Policies":{"Policy":[{"Name":"a"},{"Name":"b"}]}}"#
    #expect(try page(json)?.totalCount == 3)
  }

  private func page(_ json: String) throws -> NamePage? {
    try JSONDecoder().decode(PageWire.self, from: Data(json.utf8)).page(1)
  }
}
