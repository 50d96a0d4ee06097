// Drives the local services with Microsoft's clients for .NET. Prints "ok - <test>" or "not ok - <test>: <reason>" for
// each test. The exit code is 0 if all pass.
using Azure;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Producer;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

const string Hub = "iot";
// A reader of an own group: readers of other tests are not disturbed.
const string OwnedGroup = "heal";
var eventHubs = Environment.GetEnvironmentVariable("SLUICE_EVENT_HUBS") ?? throw new InvalidOperationException("SLUICE_EVENT_HUBS is not set");
var storage = Environment.GetEnvironmentVariable("SLUICE_STORAGE") ?? throw new InvalidOperationException("SLUICE_STORAGE is not set");
var wait = TimeSpan.FromSeconds(20);

await using var producer = new EventHubProducerClient(eventHubs, Hub);
var container = (await new BlobServiceClient(storage).CreateBlobContainerAsync($"dotnet-{Guid.NewGuid():N}")).Value;

var tests = new (string Name, Func<Task> Run)[]
{
    ("reads the properties of the hub and of a partition", async () =>
    {
        var hub = await producer.GetEventHubPropertiesAsync();
        Check(hub.PartitionIds.Length == 4, $"{hub.PartitionIds.Length} partitions");
        var before = await producer.GetPartitionPropertiesAsync("0");
        await SendAsync("0", new EventData("one"));
        var after = await producer.GetPartitionPropertiesAsync("0");
        Check(after.LastEnqueuedSequenceNumber == before.LastEnqueuedSequenceNumber + 1, "the event was not counted");
    }),
    ("receives what it sent, with all property types", async () =>
    {
        var last = (await producer.GetPartitionPropertiesAsync("0")).LastEnqueuedSequenceNumber;
        var sent = new EventData("all") { ContentType = "text/plain", CorrelationId = "c", MessageId = "m" };
        var values = new Dictionary<string, object>
        {
            ["text"] = "å", ["int"] = 1, ["long"] = 1L << 40, ["double"] = 1.5, ["boolean"] = true,
            ["guid"] = Guid.NewGuid(), ["time"] = DateTimeOffset.UnixEpoch.UtcDateTime,
        };
        foreach (var (name, value) in values) sent.Properties.Add(name, value);
        await SendAsync("0", sent);
        await using var reader = Reader("$Default", "0", EventPosition.FromSequenceNumber(last, isInclusive: false));
        var received = (await reader.ReceiveBatchAsync(1, wait)).Single();
        Check(received.EventBody.ToString() == "all", received.EventBody.ToString());
        Check(received.ContentType == "text/plain" && received.CorrelationId == "c" && received.MessageId == "m", "a header differs");
        foreach (var (name, value) in values)
            Check(value.Equals(received.Properties[name]), $"{name} is {received.Properties[name]}");
    }),
    ("sends events of one key to one partition", async () =>
    {
        var before = await LastOfAllAsync();
        using var batch = await producer.CreateBatchAsync(new CreateBatchOptions { PartitionKey = "device-7" });
        for (var number = 0; number < 5; number++) Check(batch.TryAdd(new EventData($"{number}")), "the batch is full");
        await producer.SendAsync(batch);
        var grown = (await LastOfAllAsync()).Zip(before, (now, then) => now - then).Where(count => count > 0).ToArray();
        Check(grown.Length == 1 && grown[0] == 5, string.Join(", ", grown));
    }),
    ("sends and receives an event of nearly 1 MB", async () =>
    {
        var last = (await producer.GetPartitionPropertiesAsync("2")).LastEnqueuedSequenceNumber;
        await SendAsync("2", new EventData(new BinaryData(new byte[1_000_000])));
        await using var reader = Reader("$Default", "2", EventPosition.FromSequenceNumber(last, isInclusive: false));
        var received = (await reader.ReceiveBatchAsync(1, wait)).Single();
        Check(received.EventBody.ToMemory().Length == 1_000_000, "the length differs");
    }),
    ("takes a partition over with a higher owner level", async () =>
    {
        await SendAsync("1", new EventData("owned"));
        await using var low = Reader(OwnedGroup, "1", EventPosition.Earliest, 1);
        Check((await low.ReceiveBatchAsync(1, wait)).Any(), "the first owner reads nothing");
        await using var high = Reader(OwnedGroup, "1", EventPosition.Earliest, 2);
        Check((await high.ReceiveBatchAsync(1, wait)).Any(), "the second owner reads nothing");
        await FailsAsync(EventHubsException.FailureReason.ConsumerDisconnected, async () =>
        {
            // The loser may still hold events that it fetched before.
            for (var attempt = 0; attempt < 1000; attempt++) await low.ReceiveBatchAsync(100, TimeSpan.FromSeconds(1));
        });
    }),
    ("fails at once for an unknown hub", async () =>
    {
        await using var unknown = new EventHubProducerClient(eventHubs, "unknown");
        await FailsAsync(EventHubsException.FailureReason.ResourceNotFound, () => unknown.GetEventHubPropertiesAsync());
    }),
    ("fails at once for an unknown consumer group", async () =>
    {
        await using var reader = Reader("unknown", "0", EventPosition.Earliest);
        await FailsAsync(EventHubsException.FailureReason.ResourceNotFound, () => reader.ReceiveBatchAsync(1, wait));
    }),
    ("uploads, reads a range, lists and deletes blobs", async () =>
    {
        var blob = container.GetBlobClient("folder/file.txt");
        await blob.UploadAsync(BinaryData.FromString("0123456789"), overwrite: false);
        var part = await blob.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(2, 3) });
        Check(part.Value.Content.ToString() == "234", part.Value.Content.ToString());
        var names = new List<string>();
        await foreach (var item in container.GetBlobsAsync()) names.Add(item.Name);
        Check(names.Contains("folder/file.txt"), string.Join(", ", names));
        Check((await blob.DeleteIfExistsAsync()).Value && !(await blob.ExistsAsync()).Value, "the blob is still there");
    }),
    ("refuses a blob that exists when it must be new", async () =>
    {
        var blob = container.GetBlobClient("once");
        var onlyNew = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        await blob.UploadAsync(BinaryData.FromString("first"), onlyNew);
        try
        {
            await blob.UploadAsync(BinaryData.FromString("second"), onlyNew);
        }
        catch (RequestFailedException refused)
        {
            Check(refused.Status == 409 && refused.ErrorCode == "BlobAlreadyExists", $"{refused.Status} {refused.ErrorCode}");
            return;
        }
        throw new InvalidOperationException("the second upload replaced the blob");
    }),
};

var failures = 0;
foreach (var (name, run) in tests)
{
    try
    {
        await run();
        Console.WriteLine($"ok - {name}");
    }
    catch (Exception error)
    {
        failures++;
        Console.WriteLine($"not ok - {name}: {error.Message.ReplaceLineEndings(" ")}");
    }
}
return failures == 0 ? 0 : 1;

PartitionReceiver Reader(string group, string partition, EventPosition from, long? ownerLevel = null)
{
    var options = new PartitionReceiverOptions { OwnerLevel = ownerLevel };
    // A refusal is an error at once, not after minutes of attempts.
    options.RetryOptions.MaximumRetries = 1;
    return new PartitionReceiver(group, partition, from, eventHubs, Hub, options);
}

async Task SendAsync(string partition, EventData one)
{
    await producer.SendAsync(new[] { one }, new SendEventOptions { PartitionId = partition });
}

async Task<long[]> LastOfAllAsync()
{
    var all = new List<long>();
    foreach (var partition in await producer.GetPartitionIdsAsync())
        all.Add((await producer.GetPartitionPropertiesAsync(partition)).LastEnqueuedSequenceNumber);
    return all.ToArray();
}

static void Check(bool holds, string otherwise)
{
    if (!holds) throw new InvalidOperationException(otherwise);
}

static async Task FailsAsync(EventHubsException.FailureReason reason, Func<Task> act)
{
    try
    {
        await act();
    }
    catch (EventHubsException error)
    {
        Check(error.Reason == reason, $"{error.Reason}: {error.Message}");
        return;
    }
    throw new InvalidOperationException($"nothing failed; expected {reason}");
}
